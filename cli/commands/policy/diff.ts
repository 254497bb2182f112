// `gordian policy diff`: who gains and who loses between two policies, per coordinate and persona; gains first, because a policy
// that opens by mistake is noticed by nobody.
import type { Command } from 'commander';
import { GordianError } from '../../../kit/errors.ts';
import { describeDiff, diffMatrices, isEmpty, type MatrixDiff } from '../../../policies/review/matrix-diff.ts';
import { withExamples } from '../../examples.ts';
import { exitCodes } from '../../exit-codes.ts';
import { formatFlag, listFormats } from '../../format-flag.ts';
import { writeData, writeNote } from '../../output.ts';
import { parseUrl } from '../../url-flag.ts';
import { describeDryRun, gainsOf, readDryRun, summariseDryRun } from './live-diff.ts';
import { matrixAt } from './policy-side.ts';
import { type WorkspaceFlags, withWorkspaceFlags } from './policy-workspace.ts';

interface DiffFlags extends WorkspaceFlags {
  readonly format: 'table' | 'json';
  readonly failOnGain: boolean;
  readonly live?: URL;
}

export function registerDiffCommand(policy: Command, environment: NodeJS.ProcessEnv): void {
  withExamples(
    withWorkspaceFlags(policy.command('diff'))
      .description('Show who gains and who loses between two policies.')
      .argument('[before]', 'a git revision, a folder with rules.ts, or a table such as golden.txt')
      .argument('[after]', 'the same; the policies of today when it is left out')
      .addOption(formatFlag(listFormats, environment))
      .option('--live <url>', 'instead: what the candidate of this gateway judges otherwise in its traffic', parseUrl)
      .option('--fail-on-gain', 'exit with 1 when somebody sees more than before', false)
      .action((before: string | undefined, after: string | undefined, flags: DiffFlags) =>
        flags.live === undefined ? diff(before, after, flags) : diffLive(flags.live, flags),
      ),
    'gordian policy diff HEAD',
    'gordian policy diff origin/main --fail-on-gain',
    'gordian policy diff --live http://127.0.0.1:4000',
  );
}

async function diffLive(gateway: URL, { format, failOnGain }: DiffFlags): Promise<void> {
  const report = await readDryRun(gateway);
  writeData(format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : describeDryRun(report));
  writeNote(`${summariseDryRun(report)}\n`);
  process.exitCode = failOnGain && gainsOf(report).length > 0 ? exitCodes.findings : exitCodes.ok;
}

async function diff(before: string | undefined, after: string | undefined, flags: DiffFlags): Promise<void> {
  if (before === undefined)
    throw new GordianError(
      'BAD_USER_INPUT',
      'Say what to compare with: a git revision such as HEAD, a folder or a table.',
    );
  const found = diffMatrices(await matrixAt(before, flags), await matrixAt(after ?? flags.policies, flags));
  writeData(flags.format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : describeDiff(found));
  writeNote(`${summary(found)}\n`);
  process.exitCode = flags.failOnGain && found.gains.length > 0 ? exitCodes.findings : exitCodes.ok;
}

function summary(found: MatrixDiff): string {
  if (isEmpty(found)) return 'Nobody sees more or less than before.';
  const people = (changes: MatrixDiff['gains']) => [...new Set(changes.map(({ persona }) => persona))].join(', ');
  const { gains, losses } = found;
  return [
    gains.length === 0 ? 'Nobody gains.' : `${people(gains)} gain ${gains.length} in all.`,
    losses.length === 0 ? 'Nobody loses.' : `${people(losses)} lose ${losses.length} in all.`,
  ].join(' ');
}
