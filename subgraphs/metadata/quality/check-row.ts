// A check of a contract in force with its latest result, and how it stands by that.

/** What runs in the domains' own processes; results of other engines are delivered. */
export const ownEngine = 'gordian';

export type Outcome = 'PASS' | 'FAIL' | 'ERROR' | 'SKIPPED';
export type CheckStatus = 'PASSING' | 'FAILING' | 'UNKNOWN';

export interface CheckRow {
  readonly id: number;
  /** `orders/orders#totals-are-the-sum-of-their-lines` */
  readonly checkId: string;
  readonly productId: number;
  readonly rule: string;
  readonly element: string;
  readonly type: string;
  readonly metric: string | null;
  readonly engine: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly dimension: string | null;
  readonly severity: string | null;
  readonly expectation: string;
  readonly schedule: string;
  readonly implementation: unknown;
  readonly dueAt: Date | null;
  readonly requestedAt: Date | null;
  /** Null until somebody has looked. */
  readonly latest: ResultRow | null;
}

export interface ResultRow {
  readonly at: Date;
  readonly outcome: Outcome;
  readonly observed: number | null;
  readonly failedRows: number | null;
  readonly detail: string | null;
  readonly staleAt: Date;
  readonly runId: string | null;
  readonly reportedBy: string;
}

/** A result that is stale says nothing any more, whatever it said; neither does one without an answer. */
export function statusOf({ latest }: Pick<CheckRow, 'latest'>, now: Date): CheckStatus {
  if (latest === null || latest.staleAt <= now) return 'UNKNOWN';
  if (latest.outcome === 'PASS') return 'PASSING';
  return latest.outcome === 'FAIL' ? 'FAILING' : 'UNKNOWN';
}

/** Why nobody knows, for people; null where somebody does. */
export function reasonOf({ latest, engine }: Pick<CheckRow, 'latest' | 'engine'>, now: Date): string | null {
  if (latest === null)
    return engine === ownEngine ? 'It has not been run yet.' : `No result of ${engine} was delivered yet.`;
  if (latest.staleAt <= now) return `The last result is stale since ${latest.staleAt.toISOString()}.`;
  return latest.detail;
}
