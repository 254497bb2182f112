// The worlds that a supergraph is tested over, one for each seed: some are whole, some are full of holes, in some subgraphs fail.
import type { GraphQLSchema } from 'graphql';
import { createDice } from '../support/federation/dice.ts';
import { createWorld, type World, type WorldOptions } from '../support/federation/world.ts';
import type { WrittenSupergraph } from './random-supergraph.ts';

/**
 * @param everything the monolith's schema with what clients do not see
 * @param alsoReliable `Type.field` that never fail, besides those that the planner needs
 * @param textOf see {@link WorldOptions}
 */
export function worldsOf(
  { computed, possible, reliable: written }: WrittenSupergraph,
  everything: GraphQLSchema,
  alsoReliable: readonly string[] = [],
  textOf?: WorldOptions['textOf'],
): (seed: number) => World {
  const keys = Object.keys(everything.getTypeMap()).flatMap((type) => keyFields.map((field) => `${type}.${field}`));
  const reliable = new Set([...written, ...keys, ...alsoReliable]);
  return (seed) => createWorld({ schema: everything, seed, computed, reliable, possible, textOf, ...temperOf(seed) });
}

const keyFields = ['id', 'code', 'left', 'right', 'ref', 'of', 'twin'];

function temperOf(seed: number): Pick<WorldOptions, 'nulls' | 'failures'> {
  return { nulls: seed % 5 === 0 ? 0 : 12, failures: seed % 3 === 0 ? 0 : 6 };
}

export const hasFaults = (seed: number) => seed % 8 === 7;

/** In some worlds subgraphs fail altogether, each request by itself. */
export function faultsOf(seed: number): ((subgraph: string, number: number) => boolean) | undefined {
  if (!hasFaults(seed)) return undefined;
  return (subgraph, number) => createDice(`down ${seed} ${subgraph} ${number}`).chance(25);
}
