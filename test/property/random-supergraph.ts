// A hand-written supergraph for differential tests; its data come from a random world.
import type { Inputs } from '../support/federation/world.ts';

export interface WrittenSupergraph {
  readonly name: string;
  /** SDL by name of the subgraph. */
  readonly subgraphs: Readonly<Record<string, string>>;
  readonly computed: Readonly<Record<string, Inputs>>;
  /** Besides ids and codes: fields that the planner reads for itself and that may not be null. */
  readonly reliable: readonly string[];
}
