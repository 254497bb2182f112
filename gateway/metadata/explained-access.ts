// What an operation's caller would not simply get, before it runs: denied, masked, or decided by each record, and why.
import type { Coordinate } from '../../schema/coordinates.ts';
import { type AuthorizedOperation, isFetched, type Verdict } from '../authorize/authorized-operation.ts';
import { readFields } from '../authorize/read-fields.ts';

export interface ExplainedAccess {
  /** Each coordinate once for each way in which it is judged, in the order of the document; what is simply allowed is left out. */
  readonly fields: readonly ExplainedField[];
  /** Types of which the caller may not see every record. */
  readonly rowFiltered: readonly string[];
  /** How many fields the caller would get as they are. */
  readonly allowed: number;
}

export interface ExplainedField {
  readonly coordinate: Coordinate;
  readonly access: 'DENIED' | 'MASKED' | 'BY_ROW' | 'STALE';
  readonly code?: string;
  readonly reason?: string;
  readonly requestable?: boolean;
  /** Only for who may see how operations are judged. */
  readonly rule?: string;
}

export interface AccessOptions {
  /** Whether reasons name scopes and rules, as errors of this gateway do. */
  readonly tellsReasons: boolean;
  readonly tellsRules: boolean;
}

/** As errors, a list without end helps nobody. */
const maximumFields = 1_000;

export function explainAccess({ shape, verdicts, rows }: AuthorizedOperation, options: AccessOptions): ExplainedAccess {
  const fields = new Map<string, ExplainedField>();
  const allowed = new Set<Coordinate>();
  for (const { slot, coordinate } of readFields(shape.root, (field) => isFetched(verdicts[field.slot]))) {
    const verdict = verdicts[slot];
    if (!verdict) allowed.add(coordinate);
    else if (fields.size < maximumFields)
      fields.set(`${coordinate} ${verdict.kind} ${verdict.rule}`, explainVerdict(coordinate, verdict, options));
  }
  return { fields: [...fields.values()], rowFiltered: [...(rows?.keys() ?? [])], allowed: allowed.size };
}

function explainVerdict(
  coordinate: Coordinate,
  verdict: Verdict,
  { tellsReasons, tellsRules }: AccessOptions,
): ExplainedField {
  return {
    coordinate,
    access: accessOf[verdict.kind],
    ...(verdict.kind === 'deny' && {
      code: verdict.code,
      reason: tellsReasons ? verdict.reason : verdict.brief,
      requestable: verdict.requestable ?? false,
    }),
    ...(tellsRules && { rule: verdict.rule }),
  };
}

const accessOf = { deny: 'DENIED', mask: 'MASKED', row: 'BY_ROW', stale: 'STALE' } as const;
