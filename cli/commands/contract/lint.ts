// `gordian contract lint`: contracts against the standard and against the SDL of their subgraphs. What it finds is its data, so it goes
// to stdout; the count goes to stderr.
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { hasErrors, type Problem } from '../../../schema/problem.ts';
import { checkContracts } from '../../../schema/publication.ts';
import { withExamples } from '../../examples.ts';
import { exitCodes } from '../../exit-codes.ts';
import { writeData, writeNote } from '../../output.ts';
import { countProblems, type ReportFormat, reportFormatOption, reportProblems } from '../../problem-report.ts';
import { readSubgraphsOf } from '../../text-files.ts';

interface LintOptions {
  readonly format: ReportFormat;
  readonly strict: boolean;
}

export function registerLint(contract: Command, environment: NodeJS.ProcessEnv): void {
  withExamples(
    contract
      .command('lint')
      .description('Check contracts against the standard and against the SDL of their subgraphs.')
      .argument('[folder]', 'the folder whose folders are the subgraphs, or one of them', 'subgraphs')
      .addOption(reportFormatOption(environment))
      .option('--strict', 'fail on warnings too', false)
      .action(lint),
    'gordian contract lint',
    'gordian contract lint subgraphs/orders --strict --format github',
  );
}

function lint(folder: string, { format, strict }: LintOptions): void {
  const { contracts, problems } = lintFolder(resolve(folder));
  writeData(reportProblems(problems, format));
  writeNote(`${contracts} ${contracts === 1 ? 'contract' : 'contracts'}: ${countProblems(problems)}.\n`);
  process.exitCode = hasErrors(problems) || (strict && problems.length > 0) ? exitCodes.findings : exitCodes.ok;
}

/** One subgraph is checked among its neighbours, because sources and keys may be theirs; only its own findings are shown. */
function lintFolder(folder: string): { readonly contracts: number; readonly problems: readonly Problem[] } {
  const single = existsSync(join(folder, 'contract.yaml'));
  const subgraphs = readSubgraphsOf(single ? dirname(folder) : folder);
  const { problems } = checkContracts(subgraphs.map((subgraph) => ({ ...subgraph, url: '' })));
  const chosen = subgraphs.filter(({ name }) => !single || name === basename(folder));
  const files = chosen.flatMap(({ file, contracts }) => [file, ...contracts.map((contract) => contract.file)]);
  return { contracts: files.length - chosen.length, problems: problems.filter(({ file }) => files.includes(file)) };
}
