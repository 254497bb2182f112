// `gordian policy test`: is the table of personas the reviewed one, and do the cases hold? With --write the table of today becomes
// the reviewed one; what changed is said in words either way.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Matrix, matrixOf, parseMatrix, printMatrix } from '../../../policies/review/matrix.ts';
import { describeDiff, diffMatrices, isEmpty } from '../../../policies/review/matrix-diff.ts';
import { failuresOf, readPolicyCases } from '../../../policies/review/policy-cases.ts';
import { withExamples } from '../../examples.ts';
import { exitCodes } from '../../exit-codes.ts';
import { formatFlag } from '../../format-flag.ts';
import { writeData, writeNote } from '../../output.ts';
import { readTextFile, writeTextFile } from '../../text-files.ts';
import { openWorkspace, type Workspace, type WorkspaceFlags, withWorkspaceFlags } from './policy-workspace.ts';
import { countTests, hasPassed, reportTests, type TestFormat, type TestResult } from './test-report.ts';

interface TestFlags extends WorkspaceFlags {
  readonly write: boolean;
  readonly format: TestFormat;
}

export function registerTestCommand(policy: Command, environment: NodeJS.ProcessEnv): void {
  withExamples(
    withWorkspaceFlags(policy.command('test'))
      .description('Compare who may see what with the reviewed table, and run the cases in the folder tests.')
      .option('--write', 'accept what changed: write the table', false)
      .addOption(formatFlag(['table', 'json', 'github', 'junit'], environment))
      .action(test),
    'gordian policy test',
    'gordian policy test --write',
  );
}

async function test(flags: TestFlags): Promise<void> {
  const workspace = await openWorkspace(flags);
  const table = await testTable(workspace, flags);
  const results = [...table, ...(await testCases(workspace, join(flags.policies, 'tests')))];
  writeData(reportTests(results, flags.format));
  writeNote(`${countTests(results)}\n`);
  process.exitCode = results.every(hasPassed) ? exitCodes.ok : exitCodes.findings;
}

async function testTable({ policy, personas }: Workspace, flags: TestFlags): Promise<TestResult[]> {
  const file = join(flags.policies, 'golden.txt');
  const matrix = await matrixOf(policy, personas);
  const today = printMatrix(matrix);
  const reviewed = existsSync(file) ? readTextFile(file) : '';
  const changes = changesSince(parseMatrix(reviewed), matrix);
  if (flags.write && today !== reviewed) {
    writeTextFile(file, today, { replace: true });
    writeNote(`${changes}Wrote ${file}. Commit it with the change.\n`);
  } else if (today !== reviewed) writeNote(changes);
  const isAccepted = flags.write || today === reviewed;
  const mend = 'Read what changed; if it is meant: gordian policy test --write';
  return [
    {
      file,
      line: 1,
      name: 'the reviewed table',
      failures: isAccepted ? [] : [`${file} is not the table of today. ${mend}`],
    },
  ];
}

function changesSince(reviewed: Matrix | null, today: Matrix): string {
  if (reviewed === null) return 'There is no reviewed table yet: everything is new.\n';
  const diff = diffMatrices(reviewed, today);
  return isEmpty(diff) ? 'Only the order or the form of the table has changed.\n' : describeDiff(diff);
}

async function testCases({ policy, schema, personas }: Workspace, folder: string): Promise<TestResult[]> {
  const results: TestResult[] = [];
  for (const file of caseFiles(folder)) {
    const { cases, problems } = readPolicyCases(readTextFile(file));
    results.push(
      ...problems.map(({ line, message }) => ({ file, line, name: 'the file can be read', failures: [message] })),
    );
    for (const one of cases)
      results.push({
        file,
        line: one.line,
        name: one.given.name,
        failures: await failuresOf(one, policy, schema, personas),
      });
  }
  return results;
}

function caseFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}
