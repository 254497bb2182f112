// The worlds in which a policy is tried.
import { buildSchema, type GraphQLSchema } from 'graphql';
import type { World, WorldOptions } from '../../support/federation/world.ts';
import type { WrittenSupergraph } from '../random-supergraph.ts';
import { worldsOf } from '../worlds.ts';
import { neverNullFields } from './never-null-fields.ts';
import { type PolicyModel, readsRows } from './policy-model.ts';

export function guardedWorlds(
  { written, schema }: { readonly written: WrittenSupergraph; readonly schema: GraphQLSchema },
  policy: PolicyModel,
  textOf?: WorldOptions['textOf'],
): (seed: number) => World {
  const everything = written.monolith ? buildSchema(written.monolith) : schema;
  return worldsOf(written, everything, readsRows(policy) ? neverNullFields(schema, written) : [], textOf);
}
