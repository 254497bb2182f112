// `gordian policy coverage`: which coordinate is open, to whom, and by which layer.
import type { Command } from 'commander';
import { alignColumns } from '../../../kit/columns.ts';
import { type Coverage, coverageOf, summarise } from '../../../policies/review/coverage.ts';
import { describeClassification, matrixOf } from '../../../policies/review/matrix.ts';
import { withExamples } from '../../examples.ts';
import { formatFlag, listFormats } from '../../format-flag.ts';
import { writeData, writeNote } from '../../output.ts';
import { openWorkspace, personaNamed, type WorkspaceFlags, withWorkspaceFlags } from './policy-workspace.ts';

interface CoverageFlags extends WorkspaceFlags {
  readonly openTo?: string;
  readonly format: 'table' | 'json';
}

export function registerCoverageCommand(policy: Command, environment: NodeJS.ProcessEnv): void {
  withExamples(
    withWorkspaceFlags(policy.command('coverage'))
      .description('Show which coordinate is open, to whom, and by which layer.')
      .option('--open-to <persona>', 'only what this persona sees, clear or masked')
      .addOption(formatFlag(listFormats, environment))
      .action(coverage),
    'gordian policy coverage',
    'gordian policy coverage --open-to analyst --format json',
  );
}

async function coverage(flags: CoverageFlags): Promise<void> {
  const { policy, personas } = await openWorkspace(flags);
  const whole = coverageOf(policy, await matrixOf(policy, personas));
  const wanted = flags.openTo === undefined ? null : personaNamed(flags.openTo, personas).id;
  const shown = whole.filter(({ openTo }) => wanted === null || openTo.includes(wanted));
  writeData(flags.format === 'json' ? printJson(whole, shown) : printTable(shown, personas.length));
  writeNote(`${summarise(whole)}\n`);
}

function printJson(whole: Coverage, coordinates: Coverage): string {
  return `${JSON.stringify({ summary: summarise(whole), coordinates }, null, 2)}\n`;
}

function printTable(shown: Coverage, everybody: number): string {
  const lines = shown.map(({ coordinate, classification, openTo, rules, mask }) => {
    const asked = rules.map(({ layer, rule }) => `${layer} ${rule}`).join(' & ') || 'everyone';
    return [
      coordinate,
      describeClassification(classification),
      openTo.length === everybody ? 'everybody' : openTo.join(', ') || 'nobody',
      mask === null ? asked : `${asked}; mask ${mask}`,
    ];
  });
  return alignColumns([['coordinate', 'classification', 'open to', 'passes'], ...lines]);
}
