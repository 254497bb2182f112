// `gordian contract diff`: what changes between two versions of a product, and which version that asks for.
import type { Command } from 'commander';
import type { ContractChange } from '../../../schema/contract-changes/contract-change.ts';
import { diffContracts } from '../../../schema/contract-changes/diff-contracts.ts';
import { checkBump, requiredBump } from '../../../schema/contract-changes/required-bump.ts';
import type { Problem } from '../../../schema/problem.ts';
import { withExamples } from '../../examples.ts';
import { exitCodes } from '../../exit-codes.ts';
import { writeData, writeNote } from '../../output.ts';
import { cell, type ReportFormat, reportFormatOption, reportProblems } from '../../problem-report.ts';
import { textTable } from '../../text-table.ts';
import { readProductVersion } from './product-version.ts';

interface DiffOptions {
  readonly format: ReportFormat;
  readonly oldSdl?: string;
  readonly newSdl?: string;
}

export function registerDiff(contract: Command, environment: NodeJS.ProcessEnv): void {
  withExamples(
    contract
      .command('diff')
      .description(
        'What changes between two versions of a contract and its schema; exits with 1 when the version is too low.',
      )
      .argument('<old>', 'a contract file, or one in the history: HEAD~1:subgraphs/orders/contract.yaml')
      .argument('<new>', 'a contract file')
      .option('--old-sdl <file>', 'the schema of the old version, when it is not the schema.graphql beside it')
      .option('--new-sdl <file>', 'the schema of the new version, when it is not the schema.graphql beside it')
      .addOption(reportFormatOption(environment))
      .action(diff),
    'gordian contract diff HEAD~1:subgraphs/orders/contract.yaml subgraphs/orders/contract.yaml',
    'gordian contract diff old.yaml new.yaml --old-sdl old.graphql --new-sdl new.graphql --format md',
  );
}

function diff(oldPath: string, newPath: string, { format, oldSdl, newSdl }: DiffOptions): void {
  const [before, after] = [readProductVersion(oldPath, oldSdl), readProductVersion(newPath, newSdl)];
  const changes = diffContracts(before, after);
  const problems = checkBump(before.contract, after.contract, changes);
  writeData(report(changes, problems, format));
  writeNote(`${counted(changes)} from ${before.contract.version} to ${after.contract.version}.\n`);
  process.exitCode = problems.length > 0 ? exitCodes.findings : exitCodes.ok;
}

function report(changes: readonly ContractChange[], problems: readonly Problem[], format: ReportFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ ok: problems.length === 0, requiredBump: requiredBump(changes), changes, problems }, null, 2)}\n`;
    case 'md':
      return `${markdown(changes)}${reportProblems(problems, 'md')}`;
    case 'table':
      return `${changes.length === 0 ? '' : textTable(changes, columns)}${reportProblems(problems, 'table')}`;
    default:
      return reportProblems(problems, format);
  }
}

const columns: Readonly<Record<string, (change: ContractChange) => string>> = {
  severity: ({ severity }) => severity,
  kind: ({ kind }) => kind,
  what: ({ message }) => message,
};

function markdown(changes: readonly ContractChange[]): string {
  const rows = changes.map(({ severity, axis, coordinate, message }) =>
    [severity, axis.toLowerCase(), `\`${coordinate}\``, cell(message)].join(' | '),
  );
  return ['| | Axis | Coordinate | What |', '|---|---|---|---|', ...rows.map((row) => `| ${row} |`), ''].join('\n');
}

/** `3 changes, 1 of them breaking, ask for a MAJOR version` */
function counted(changes: readonly ContractChange[]): string {
  const breaking = changes.filter(({ severity }) => severity === 'BREAKING').length;
  const bump = requiredBump(changes);
  if (changes.length === 0) return 'No changes';
  const [noun, verb] = changes.length === 1 ? ['change', 'asks'] : ['changes', 'ask'];
  return `${changes.length} ${noun}, ${breaking} of them breaking, ${verb} for a ${bump} version`;
}
