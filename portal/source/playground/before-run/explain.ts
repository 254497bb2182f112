// Asks the gateway what would become of an operation. It is not run: the request carries the question, and the gateway ends it before
// anything is fetched.

import type { Portal } from '../../shell/portal-context.ts';
import type { AskedOperation } from '../asked-operation.ts';

export interface Explanation {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly access: Access;
  readonly cost: Cost;
  /** Null where there is none, because the viewer may not see it or the operation would be refused. */
  readonly plan: Plan | null;
  /** Whether the viewer may see plans. */
  readonly mayPlan: boolean;
}

export interface Access {
  readonly fields: readonly ExplainedField[];
  readonly rowFiltered: readonly string[];
  readonly allowed: number;
}

export interface ExplainedField {
  readonly coordinate: string;
  readonly access: 'DENIED' | 'MASKED' | 'BY_ROW' | 'STALE';
  readonly reason?: string;
  readonly requestable?: boolean;
  readonly rule?: string;
}

export interface Cost {
  readonly estimated: number;
  readonly mode: 'off' | 'measure' | 'enforce';
  readonly allowed: number | null;
  readonly objection: { readonly code: string; readonly message: string } | null;
  readonly bySubgraph?: Readonly<Record<string, number>>;
}

export interface Plan {
  readonly node: PlanNode | null;
  readonly deferred: readonly Plan[];
}

export type PlanNode = PlanGroup | PlanFetch;

export interface PlanGroup {
  readonly kind: 'sequence' | 'parallel';
  readonly nodes: readonly PlanNode[];
}

export interface PlanFetch {
  readonly kind: 'fetch';
  readonly subgraph: string;
  readonly path: readonly string[];
  readonly fields: readonly string[];
  readonly inputs: readonly string[];
  readonly hidden: number;
  readonly cost?: number;
}

/** Why there is no explanation: what the operation itself would be refused with. */
export class Unexplained extends Error {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.name = 'Unexplained';
    this.code = code;
  }
}

type Part = 'access' | 'cost' | 'plan';

interface Body {
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
  readonly extensions?: { readonly gordian?: { readonly explain?: Explanation } };
}

/** What is not among the parts, the explanation has not. @throws Unexplained, or AbortError when the signal ends it */
export async function explain(
  { config, session }: Portal,
  { query, operationName, variables }: AskedOperation,
  signal: AbortSignal,
  parts: readonly Part[] = ['access', 'cost', 'plan'],
): Promise<Explanation> {
  const authorization = await session.authorization();
  const response = await fetch(config.endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: JSON.stringify({ query, operationName, variables, extensions: { gordian: { explain: parts } } }),
    signal,
  });
  const { errors, extensions } = (await response.json()) as Body;
  const [error] = errors ?? [];
  const code = error?.extensions?.code ?? 'UNKNOWN';
  const explanation = extensions?.gordian?.explain;
  if (!explanation) throw new Unexplained(error?.message ?? 'This gateway does not explain operations.', code);
  return { ...explanation, mayPlan: code !== 'PLAN_NOT_ALLOWED' };
}
