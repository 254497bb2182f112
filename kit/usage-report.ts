// What a gateway tells of usage, as it goes over the wire: sums of a short time, no person and no value of a request. Both ends
// read it here.
import { z } from 'zod';
import { latencyCounts } from './latency-bounds.ts';

const instant = z.iso.datetime({ offset: true });
const count = z.int().min(0);
/** SHA-256, hexadecimal. */
const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** Names of GraphQL have no other characters; an argument has its parentheses and colon. */
const coordinate = z.string().regex(/^[\w.():]+$/);

const operation = z.strictObject({
  hash,
  name: z.string().max(500).nullable(),
  kind: z.enum(['query', 'mutation', 'subscription']),
  /** In its normal form; null where it is too long. */
  document: z.string().nullable(),
  coordinates: z.array(coordinate),
});

const use = z.strictObject({
  /** Hash of the operation. */
  operation: hash,
  client: z.string().min(1).max(200),
  clientKind: z.enum(['APPLICATION', 'SERVICE', 'ANONYMOUS']),
  requests: count,
  errors: count,
  events: count,
  computeMs: z.number().min(0),
  bytes: count,
  firstAt: instant,
  lastAt: instant,
});

const fetches = z.strictObject({
  subgraph: z.string().min(1).max(200),
  fetches: count,
  failures: count,
  latencyCounts: z.array(count).length(latencyCounts),
});

const observed = z.strictObject({ coordinate, requests: count, observed: count, nulls: count, errors: count });

const firstUse = z.strictObject({ search: z.string().regex(/^[\w-]{1,64}$/), operation: hash, at: instant });

export const usageReport = z
  .strictObject({
    /** Names the process. */
    instance: z.string().regex(/^[\w-]{1,64}$/),
    /** When the process began to count. */
    startedAt: instant,
    /** 1, 2, 3 ... without a gap, unless reports were dropped. */
    sequence: z.int().min(1),
    /** Where the report before this one ended; within five minutes that begin at a multiple of five. */
    from: instant,
    to: instant,
    /** The process ends with it. */
    isLast: z.boolean(),
    /** Requests of operations and clients that were too many to be told apart; they are in no other number. */
    overflowed: count,
    /** Those that are new to whoever takes the report. */
    operations: z.array(operation),
    uses: z.array(use),
    fetches: z.array(fetches),
    observed: z.array(observed),
    firstUses: z.array(firstUse),
  })
  .refine(({ from, to }) => Date.parse(from) <= Date.parse(to), 'ends before it begins');

export type UsageReport = z.infer<typeof usageReport>;
export type ReportedOperation = UsageReport['operations'][number];
export type ReportedUse = UsageReport['uses'][number];

/** Reports keep within such a span, so that each belongs to one bucket of fetches and to one hour. */
export const usageBucketMs = 5 * 60_000;

/** At which path of the metadata service reports arrive. */
export const usageReportPath = '/usage/reports';

/** What the sender is told. `unknown-operations`: nothing was counted; send it again with all its operations. */
export type UsageReceipt = 'counted' | 'known' | 'unknown-operations';
