// What a rule of the lint finds, before anybody has said how grave it is.
import type { Contract } from '../contract/contract.ts';
import type { Place } from '../problem.ts';
import type { SubgraphSdl } from '../subgraph-sdl.ts';
import type { LintCode } from './lint-rules.ts';

export interface Finding {
  readonly place: Place;
  readonly code: LintCode;
  readonly message: string;
  readonly fix: string;
}

/** A subgraph as composition and contracts read it. */
export interface LintedSubgraph {
  readonly parsed: SubgraphSdl;
  readonly contracts: readonly Contract[];
}
