// What a differential test needs of a supergraph, written by hand or drawn at random; its data come from a random world.
import type { ContextRead, Inputs } from '../support/federation/world.ts';

export interface WrittenSupergraph {
  readonly name: string;
  /** SDL by name of the subgraph. */
  readonly subgraphs: Readonly<Record<string, string>>;
  /** SDL of one schema with everything in it, inaccessible elements included; without it, what clients see is everything. */
  readonly monolith?: string;
  readonly computed: Readonly<Record<string, Inputs>>;
  /** Besides ids and codes: fields that the planner reads for itself and that may not be null. */
  readonly reliable: readonly string[];
  /** `Type.field` -> the argument that is not the client's. */
  readonly contextual?: Readonly<Record<string, ContextRead>>;
  /** `Type.field` of an abstract type -> the object types that every subgraph with the field knows. */
  readonly possible?: Readonly<Record<string, readonly string[]>>;
}
