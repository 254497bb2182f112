// The schema as a caller may know it. What a contract tags `secret` does not exist for whoever may not read it: documents that
// name it are invalid like any that name what is not there, and introspection does not show it.
import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../kit/caller.ts';
import type { Circumstances } from '../policies/decide/evaluate.ts';
import { secretsFrom } from '../policies/decide/secrets.ts';
import { perSchema } from './operation/per-schema.ts';
import { withoutCoordinates } from './operation/without-coordinates.ts';
import type { Generation } from './supergraph/generation.ts';

/** Callers differ in which secrets they know, and there are few such differences. */
const maximumSchemas = 16;
const schemasOf = perSchema(() => new LRUCache<string, GraphQLSchema>({ max: maximumSchemas }));

export function knownSchema(
  { planner: { apiSchema }, policy }: Pick<Generation, 'planner' | 'policy'>,
  caller: Caller,
  circumstances: Circumstances,
): GraphQLSchema {
  const hidden = secretsFrom(policy, caller, circumstances);
  if (hidden.length === 0) return apiSchema;
  const schemas = schemasOf(apiSchema);
  const key = hidden.join();
  const known = schemas.get(key) ?? withoutCoordinates(apiSchema, new Set(hidden));
  schemas.set(key, known);
  return known;
}
