// `gordian subgraph lint`: what composition and contracts allow, and readers of a schema stumble over. Offline; what it finds is its data.
import type { Command } from 'commander';
import { lintSchema } from '../../../schema/lint/lint-schema.ts';
import { hasErrors } from '../../../schema/problem.ts';
import { readConfigFile } from '../../config-file.ts';
import { withExamples } from '../../examples.ts';
import { exitCodes } from '../../exit-codes.ts';
import { readNamedSubgraphs } from '../../named-subgraphs.ts';
import { writeData, writeNote } from '../../output.ts';
import { countProblems, type ReportFormat, reportFormatOption, reportProblems } from '../../problem-report.ts';

interface LintFlags {
  readonly format: ReportFormat;
  readonly strict: boolean;
  readonly config?: string;
}

export function addSubgraphLintVerb(subgraph: Command, environment: NodeJS.ProcessEnv): void {
  withExamples(
    subgraph
      .command('lint')
      .description('Look for what readers of a schema stumble over: names, descriptions, shapes, owners.')
      .argument('[folders...]', 'subgraphs, or folders whose folders are subgraphs (default: subgraphs)')
      .addOption(reportFormatOption(environment))
      .option('--strict', 'fail on warnings too', false)
      .action(lint),
    'gordian subgraph lint',
    'gordian subgraph lint subgraphs/orders --strict --format github',
  );
}

function lint(folders: readonly string[], { format, strict, config }: LintFlags): void {
  const subgraphs = readNamedSubgraphs(folders);
  const problems = lintSchema(subgraphs, readConfigFile(config).lint);
  writeData(reportProblems(problems, format));
  writeNote(`${subgraphs.map(({ name }) => name).join(', ')}: ${countProblems(problems)}.\n`);
  process.exitCode = hasErrors(problems) || (strict && problems.length > 0) ? exitCodes.findings : exitCodes.ok;
}
