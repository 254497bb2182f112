// Asks the gateway what would become of an operation. It is not run: the request carries the question, and the gateway ends it before
// anything is fetched.

import type { Session } from '../../session/session.ts';
import type { Portal } from '../../shell/portal-context.ts';
import type { AskedOperation } from '../asked-operation.ts';

export interface Explanation {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly access: Access;
  readonly cost: Cost;
  /** Undefined where the viewer may not see it, null where there is none because the operation would be refused. */
  readonly plan?: Plan | null;
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

const everything = ['access', 'cost', 'plan'];
const forEveryone = ['access', 'cost'];

/** Who was refused a plan is not asked about again: the identity of the session. */
const refused = new WeakMap<Session, number>();

/** @throws Unexplained, or AbortError when the signal ends it */
export async function explain(portal: Portal, asked: AskedOperation, signal: AbortSignal): Promise<Explanation> {
  const { session } = portal;
  const { identity } = session.state.get();
  if (refused.get(session) === identity) return ask(portal, asked, forEveryone, signal);
  try {
    return await ask(portal, asked, everything, signal);
  } catch (error) {
    if (!(error instanceof Unexplained) || error.code !== 'PLAN_NOT_ALLOWED') throw error;
    refused.set(session, identity);
    return ask(portal, asked, forEveryone, signal);
  }
}

interface Body {
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
  readonly extensions?: { readonly gordian?: { readonly explain?: Explanation } };
}

async function ask(
  { config, session }: Portal,
  { query, operationName, variables }: AskedOperation,
  parts: readonly string[],
  signal: AbortSignal,
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
  if (error) throw new Unexplained(error.message, error.extensions?.code ?? 'UNKNOWN');
  if (extensions?.gordian?.explain) return extensions.gordian.explain;
  throw new Unexplained('This gateway does not explain operations.', 'UNKNOWN');
}
