// A report that a product holds everything up to an instant, as it comes over HTTP. Reports may be late, repeated and
// out of order; what they may not be is about the future, or the product would look fresh until then.
import { z } from 'zod';
import type { Clock } from '../../../kit/clock.ts';
import { GordianError } from '../../../kit/errors.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import { type Reporter, requireReportsOn } from '../registry/reporter.ts';
import { insertWatermark, productIdByUrn } from './queries.ts';

const name = (maxLength: number) =>
  z
    .string()
    .regex(/^[^\0]+$/)
    .max(maxLength);
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const shape = z.strictObject({
  /** `orders/orders` */
  product: name(200),
  element: name(200).optional(),
  eventTime: instant,
  arrivedAt: instant.optional(),
  rows: z.number().int().min(0).optional(),
  runId: name(200).optional(),
});

/** Clocks differ a little. */
const toleranceMs = 60_000;
/** Of a report on its way. */
const longestDelayMs = 15 * 60_000;

export type Watermark = z.infer<typeof shape>;

/** @throws GordianError BAD_USER_INPUT */
export function readWatermark(body: unknown): Watermark {
  const read = shape.safeParse(body);
  if (read.success) return read.data;
  const issues = read.error.issues.map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`);
  throw new GordianError('BAD_USER_INPUT', `This is not a watermark. ${issues.join('; ')}.`);
}

/** @returns the id of the product
 *  @throws GordianError BAD_USER_INPUT, FORBIDDEN, or NOT_FOUND when no such product is registered */
export async function recordWatermark(
  database: Queries,
  clock: Clock,
  { product, element = '', eventTime, arrivedAt, rows, runId }: Watermark,
  reporter: Reporter,
): Promise<number> {
  const now = clock.now();
  requirePast('eventTime', eventTime, now);
  if (arrivedAt) {
    requirePast('arrivedAt', arrivedAt, now);
    requireRecent(arrivedAt, now);
  }
  requireReportsOn(reporter, product);
  const productId = await productIdByUrn(database, productUrn(product));
  if (productId === null)
    throw new GordianError(
      'NOT_FOUND',
      'No such product is registered. Register its contract first, or correct `product`.',
    );
  const arrived = arrivedAt && arrivedAt < now ? arrivedAt : now;
  await insertWatermark(database, {
    productId,
    element,
    arrivedAt: arrived,
    reportedAt: now,
    eventTime,
    rows: rows ?? null,
    runId: runId ?? null,
    reportedBy: reporter.name,
  });
  return productId;
}

function requirePast(field: string, instant: Date, now: Date): void {
  if (instant.getTime() <= now.getTime() + toleranceMs) return;
  throw new GordianError('BAD_USER_INPUT', `\`${field}\` lies in the future; check the clock of the reporter.`, {
    details: { field },
  });
}

/** What nobody has said for longer was not known, and a record of the past is not written later. */
function requireRecent(arrivedAt: Date, now: Date): void {
  if (now.getTime() - arrivedAt.getTime() <= longestDelayMs) return;
  throw new GordianError(
    'BAD_USER_INPUT',
    `\`arrivedAt\` may lie at most ${longestDelayMs / 60_000} minutes back. Leave it out: then the report counts from now on.`,
    { details: { field: 'arrivedAt' } },
  );
}
