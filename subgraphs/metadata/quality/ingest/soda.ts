// Results of a scan of Soda, as its library writes them.
import { z } from 'zod';
import { notA } from '../result-report.ts';
import { countOf, type ForeignResult, instantOf, namesAmong, numberOf } from './foreign-result.ts';

const scan = z.looseObject({
  checks: z.array(z.unknown()),
  scanEndTimestamp: z.unknown().optional(),
  dataTimestamp: z.unknown().optional(),
});
const check = z.looseObject({
  identity: z.string().nullish(),
  name: z.string().nullish(),
  definition: z.string().nullish(),
  column: z.string().nullish(),
  outcome: z.enum(['pass', 'warn', 'fail']).nullish().catch(null),
  diagnostics: z.record(z.string(), z.unknown()).nullish(),
});

/** Null stands for an entry that is no result. @throws GordianError BAD_USER_INPUT when the body is no scan */
export function readSoda(body: unknown): (ForeignResult | null)[] {
  const read = scan.safeParse(body);
  if (!read.success) throw notA('result of a Soda scan: { checks: [...] }', read.error);
  const at = instantOf(read.data.scanEndTimestamp) ?? instantOf(read.data.dataTimestamp);
  return read.data.checks.map((item) => {
    const one = check.safeParse(item);
    return one.success ? { ...resultOf(one.data), at, runId: null } : null;
  });
}

/** What it warns of is not kept either; how grave that is, the contract says. */
const outcomes = { pass: 'PASS', warn: 'FAIL', fail: 'FAIL' } as const;

function resultOf({ identity, name, definition, column, outcome, diagnostics }: z.infer<typeof check>) {
  const kind = kindOf(name ?? '') ?? kindOf(definition ?? '');
  const value = outcome ? numberOf(diagnostics?.value) : null;
  return {
    names: namesAmong([identity, name, definition?.trim()]),
    kind,
    columns: namesAmong([column]),
    outcome: outcome ? outcomes[outcome] : ('ERROR' as const),
    observed: value,
    failedRows: kind?.endsWith('_count') && kind !== 'row_count' ? countOf(value) : null,
    detail: outcome ? null : 'Soda could not evaluate it.',
  };
}

/** The metric in `missing_count(email) = 0`, also behind `checks for orders:`. */
function kindOf(text: string): string | null {
  return /(?:^|[\s-])([a-z]+(?:_[a-z]+)+)\b/.exec(text)?.[1] ?? null;
}
