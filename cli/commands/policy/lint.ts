// `gordian policy lint`: everything that keeps the policy from serving, and everything that is odd about it. What lint finds is
// its data, so it goes to stdout; the count goes to stderr.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { GordianError } from '../../../kit/errors.ts';
import { compileDomainPolicy } from '../../../policies/compile.ts';
import type { PolicyProblem } from '../../../policies/compiler/policy-problem.ts';
import { matrixOf } from '../../../policies/review/matrix.ts';
import { type PolicyWarning, reviewPolicy } from '../../../policies/review/review-policy.ts';
import { hasErrors, inReadingOrder, type Problem, type ProblemSeverity } from '../../../schema/problem.ts';
import { withExamples } from '../../examples.ts';
import { exitCodes } from '../../exit-codes.ts';
import { writeData, writeNote } from '../../output.ts';
import { countProblems, type ReportFormat, reportFormatOption, reportProblems } from '../../problem-report.ts';
import { readSubgraphsOf } from '../../text-files.ts';
import {
  composeGraph,
  type Graph,
  readContent,
  readGraph,
  type WorkspaceFlags,
  withWorkspaceFlags,
} from './policy-workspace.ts';
import { placeOf } from './problem-place.ts';
import { gatewayOnlyRules } from './subgraph-side.ts';

interface LintFlags extends WorkspaceFlags {
  readonly format: ReportFormat;
  readonly strict: boolean;
}

export function registerLintCommand(policy: Command, environment: NodeJS.ProcessEnv): void {
  withExamples(
    withWorkspaceFlags(policy.command('lint'))
      .description('Compile the policy strictly, and say what is odd about it.')
      .addOption(reportFormatOption(environment))
      .option('--strict', 'fail on warnings too', false)
      .action(lint),
    'gordian policy lint',
    'gordian policy lint --strict --format github',
  );
}

async function lint(flags: LintFlags): Promise<void> {
  const problems = await findProblems(flags);
  writeData(reportProblems(problems, flags.format));
  writeNote(`Policy: ${countProblems(problems)}.\n`);
  process.exitCode = hasErrors(problems) || (flags.strict && problems.length > 0) ? exitCodes.findings : exitCodes.ok;
}

async function findProblems(flags: LintFlags): Promise<readonly Problem[]> {
  const graph = flags.supergraph === undefined ? composeGraph(flags.subgraphs) : readGraph(flags);
  if (!('schema' in graph)) return graph.problems;
  try {
    return inReadingOrder(
      (await review(flags, graph)).map((warning) => problemOf(flags, warning, warning.code, 'warning')),
    );
  } catch (error) {
    return inReadingOrder(
      compileProblems(error).map((problem) => problemOf(flags, problem, 'POLICY_INVALID', 'error')),
    );
  }
}

async function review(flags: LintFlags, graph: Graph): Promise<PolicyWarning[]> {
  const { rules, personas } = await readContent(flags);
  const policy = compileDomainPolicy(graph.schema, graph, rules);
  const folders = flags.supergraph === undefined ? readSubgraphsOf(flags.subgraphs) : [];
  return [
    ...(await reviewPolicy({ ...graph, rules, policy, personas, matrix: await matrixOf(policy, personas) })),
    ...gatewayOnlyRules(folders, graph, rules),
  ];
}

function compileProblems(error: unknown): readonly PolicyProblem[] {
  const problems =
    error instanceof GordianError && error.code === 'POLICY_INVALID' ? error.details.problems : undefined;
  if (problems === undefined) throw error;
  return problems as readonly PolicyProblem[];
}

function problemOf({ policies }: LintFlags, problem: PolicyProblem, code: string, severity: ProblemSeverity): Problem {
  const path = resolve(policies, problem.file.replace(/^policies\//, ''));
  const { coordinate, message, mend } = problem;
  return { ...placeOf(problem, path), code, severity, message: `${coordinate}: ${message}`, fix: mend };
}
