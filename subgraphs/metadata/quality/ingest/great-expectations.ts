// Results of Great Expectations: a validation result, or a checkpoint with several of them, of the versions 0.x and 1.x.
import { z } from 'zod';
import { notA } from '../result-report.ts';
import { countOf, type ForeignResult, instantOf, namesAmong, numberOf } from './foreign-result.ts';

const record = z.record(z.string(), z.unknown());
const validation = z.looseObject({
  results: z.array(z.unknown()),
  meta: record.nullish(),
});
const checkpoint = z.looseObject({ run_results: z.record(z.string(), z.unknown()) });
const expectation = z.looseObject({
  success: z.boolean().nullish(),
  expectation_config: z.looseObject({
    /** In 1.x, `expectation_type` before. */
    type: z.string().nullish(),
    expectation_type: z.string().nullish(),
    kwargs: record.nullish(),
    meta: record.nullish(),
    id: z.string().nullish(),
  }),
  result: record.nullish(),
  exception_info: z.unknown().optional(),
});

/** Null stands for an entry that is no result. @throws GordianError BAD_USER_INPUT when the body has none of the known forms */
export function readGreatExpectations(body: unknown): (ForeignResult | null)[] {
  return validationsIn(body).flatMap(({ results, meta }) => {
    const { at, runId } = runOf(meta ?? {});
    return results.map((item) => {
      const read = expectation.safeParse(item);
      return read.success ? { ...resultOf(read.data), at, runId } : null;
    });
  });
}

function validationsIn(body: unknown): z.infer<typeof validation>[] {
  const several = checkpoint.safeParse(body);
  const candidates = several.success ? Object.values(several.data.run_results).map(insideOf) : [body];
  return candidates.map((candidate) => {
    const read = validation.safeParse(candidate);
    if (read.success) return read.data;
    throw notA('result of Great Expectations: neither a validation result nor a checkpoint', read.error);
  });
}

/** In 0.x each stands one level deeper. */
function insideOf(runResult: unknown): unknown {
  return (runResult as { readonly validation_result?: unknown } | null)?.validation_result ?? runResult;
}

function runOf(meta: Readonly<Record<string, unknown>>): Pick<ForeignResult, 'at' | 'runId'> {
  const run = record.safeParse(meta.run_id).data ?? {};
  return {
    at: instantOf(run.run_time) ?? instantOf(meta.validation_time),
    runId: namesAmong([run.run_name])[0] ?? null,
  };
}

function resultOf({ success, expectation_config, result, exception_info }: z.infer<typeof expectation>) {
  const { type, expectation_type, kwargs, meta, id } = expectation_config;
  const { check, name } = meta ?? {};
  const failed = hasRaised(exception_info) || typeof success !== 'boolean';
  const failedRows = countOf(result?.unexpected_count);
  return {
    names: namesAmong([check, name, id]),
    kind: type ?? expectation_type ?? null,
    columns: columnsOf(kwargs ?? {}),
    outcome: failed ? ('ERROR' as const) : success ? ('PASS' as const) : ('FAIL' as const),
    observed: failed ? null : (numberOf(result?.observed_value) ?? failedRows),
    failedRows: failed ? null : failedRows,
    detail: failed ? 'Great Expectations could not evaluate it.' : null,
  };
}

function columnsOf({ column, column_A, column_B, column_list }: Readonly<Record<string, unknown>>): string[] {
  return namesAmong([column, column_A, column_B, ...(Array.isArray(column_list) ? column_list : [])]);
}

/** For the expectation as a whole, or for each of its metrics. */
function hasRaised(info: unknown): boolean {
  if (typeof info !== 'object' || info === null) return false;
  if ('raised_exception' in info) return info.raised_exception === true;
  return Object.values(info).some((one) => (one as { raised_exception?: unknown } | null)?.raised_exception === true);
}
