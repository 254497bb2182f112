// One rule of federation that gateways get silently wrong: a few subgraphs, and what must come out of them.
import type { Run } from '../support/federation/federation.ts';
import type { TestSubgraph } from '../support/federation/subgraph-server.ts';

export interface ConformanceCase {
  readonly rule: string;
  readonly subgraphs: Readonly<Record<string, TestSubgraph>>;
  /** Changes the supergraph after composing, for what composition would refuse. */
  readonly editSupergraph?: (sdl: string) => string;
  readonly asks: readonly Ask[];
}

export interface Ask {
  readonly that: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The labels of @override that hold. */
  readonly overrides?: readonly string[];
  readonly data?: unknown;
  /** Path and code of every error, in any order; none by default. */
  readonly errors?: readonly (readonly [path: string, code: string])[];
  /** The code with which the operation is refused before anything is fetched. */
  readonly refusedWith?: string;
  readonly check?: (run: Run) => void;
  /** Why Apollo's gateway answers otherwise, where it does. */
  readonly wrongAtApollo?: string;
}
