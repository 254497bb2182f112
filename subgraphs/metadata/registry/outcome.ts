// What checks and registrations come to, as they are answered and kept. Plain JSON.
import type { Problem } from '../../../schema/problem.ts';
import type { ContractCheck } from './contract-check.ts';
import type { NewAccess } from './gates/access-of-new.ts';
import type { Refusal } from './judge-registration.ts';
import type { Signature } from './queries.ts';
import type { TouchedSubgraph } from './touched-subgraphs.ts';

export type Outcome = Registered | Refused;

export interface Registered {
  readonly ok: true;
  readonly status: 'published' | 'unchanged';
  readonly variant: string;
  /** The number that the registration has in its variant; unchanged: that of the last one. */
  readonly registration: number;
  readonly artefact: { readonly id: string; readonly publishedAt: string };
  readonly contracts: readonly { readonly product: string; readonly version: string; readonly isNew: boolean }[];
  readonly products: readonly ContractCheck[];
  readonly warnings: readonly Problem[];
  /** Who sees each field that was not there before. */
  readonly newAccess: readonly NewAccess[];
}

export interface Refused {
  readonly ok: false;
  readonly code: Refusal['code'] | 'CONFLICT';
  /** What happened, where the problems alone do not say it. */
  readonly message?: string;
  readonly problems: readonly Problem[];
  readonly products: readonly ContractCheck[];
}

export interface Checked {
  readonly ok: boolean;
  /** Null when it could be registered. */
  readonly code: Refusal['code'] | null;
  readonly problems: readonly Problem[];
  readonly products: readonly ContractCheck[];
  /** Who would see each field that was not there before; empty for whoever does not publish. */
  readonly newAccess: readonly NewAccess[];
}

export interface Publisher extends Pick<Signature, 'registeredBy' | 'actorKind'> {
  /** Chosen by the publisher: the same registration with the same key is carried out once, and answered the same. */
  readonly idempotencyKey: string | null;
  /** Throws GordianError FORBIDDEN or NOT_AN_APPROVER for a subgraph that is not the publisher's to change. */
  readonly authorize: (touched: TouchedSubgraph) => void;
}

/** What is said of no single product. */
export function problemsOfGraph(products: readonly ContractCheck[], problems: readonly Problem[]): Problem[] {
  const own = new Set(products.flatMap((product) => product.problems.map(keyOf)));
  return problems.filter((problem) => !own.has(keyOf(problem)));
}

function keyOf({ code, message, file, line }: Problem): string {
  return JSON.stringify([code, message, file, line]);
}
