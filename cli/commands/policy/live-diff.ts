// What a running gateway has counted of its candidate policy: where live traffic would be judged otherwise. Gains first, as in
// every comparison.
import { request } from 'undici';
import { z } from 'zod';
import { GordianError } from '../../../kit/errors.ts';
import { inWords, opens, paragraph } from '../../../policies/review/matrix-diff.ts';

const outcome = z.enum(['allow', 'mask', 'row', 'deny']);

const dryRunReport = z.looseObject({
  problem: z.string().nullable(),
  since: z.string(),
  operations: z.number(),
  different: z.number(),
  differences: z.array(
    z.looseObject({
      coordinate: z.string(),
      before: outcome,
      after: outcome,
      client: z.string().nullable(),
      operations: z.number(),
    }),
  ),
});

export type DryRunReport = z.output<typeof dryRunReport>;

/** @throws GordianError NOT_READY when no gateway answers, NOT_FOUND when it tries no candidate, or not for whoever asks */
export async function readDryRun(gateway: URL): Promise<DryRunReport> {
  const { statusCode, body } = await request(new URL('/policy/dry-run', gateway)).catch((cause: Error) => {
    throw new GordianError('NOT_READY', `No gateway answers at ${gateway.origin}.`, { cause });
  });
  const report = dryRunReport.safeParse(await body.json().catch(() => null));
  if (statusCode === 200 && report.success) return report.data;
  throw new GordianError(
    'NOT_FOUND',
    `The gateway at ${gateway.origin} tells of no dry run (status ${statusCode}): it needs the setting policy.candidate, and tells those who operations.access names.`,
  );
}

export function gainsOf({ differences }: DryRunReport): DryRunReport['differences'] {
  return differences.filter(({ before, after }) => opens(cellOf(before), cellOf(after)));
}

export function describeDryRun(report: DryRunReport): string {
  const gains = gainsOf(report);
  const losses = report.differences.filter((difference) => !gains.includes(difference));
  return [
    paragraph('GAINED: would see more than now', gains.map(describe)),
    paragraph('Lost: would see less than now', losses.map(describe)),
  ].join('');
}

/** `1,204 operations since ..., 3 judged otherwise.` */
export function summariseDryRun({ problem, since, operations, different }: DryRunReport): string {
  if (problem !== null) return `The candidate is not asked: ${problem}`;
  return `${operations.toLocaleString('en')} operations since ${since}, ${different} judged otherwise.`;
}

function describe({ client, coordinate, before, after, operations }: DryRunReport['differences'][number]): string {
  const times = `${operations} ${operations === 1 ? 'operation' : 'operations'}`;
  return `${client ?? 'an unnamed application'}: ${coordinate}: ${inWords(cellOf(before))} -> ${inWords(cellOf(after))}; ${times}`;
}

function cellOf(judged: z.output<typeof outcome>): string {
  return judged === 'deny' ? '-' : judged;
}
