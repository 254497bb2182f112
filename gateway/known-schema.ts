// The schema as a caller may know it. What a contract tags `secret` does not exist for whoever may not read it: documents that
// name it are invalid like any that name what is not there, and introspection does not show it.
import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../kit/caller.ts';
import type { CompiledPolicy, CoordinateRules } from '../policies/compiler/compiled-policy.ts';
import { createDecisions } from '../policies/decide/decisions.ts';
import type { Circumstances } from '../policies/decide/evaluate.ts';
import { perSchema } from './operation/per-schema.ts';
import { withoutCoordinates } from './operation/without-coordinates.ts';
import type { Generation } from './supergraph/generation.ts';

const secretTag = 'secret';
/** Callers differ in which secrets they know, and there are few such differences. */
const maximumSchemas = 16;
const schemasOf = perSchema(() => new LRUCache<string, GraphQLSchema>({ max: maximumSchemas }));
const secretsOfPolicy = new WeakMap<CompiledPolicy, readonly CoordinateRules[]>();

export function knownSchema(
  { planner: { apiSchema }, policy }: Pick<Generation, 'planner' | 'policy'>,
  caller: Caller,
  circumstances: Circumstances,
): GraphQLSchema {
  const secrets = secretsOf(policy);
  if (secrets.length === 0) return apiSchema;
  const { decide } = createDecisions(policy, caller, () => {}, circumstances);
  const hidden = secrets.filter((rules) => isHidden(decide(rules))).map(({ coordinate }) => coordinate);
  if (hidden.length === 0) return apiSchema;
  const schemas = schemasOf(apiSchema);
  const key = hidden.join();
  const known = schemas.get(key) ?? withoutCoordinates(apiSchema, new Set(hidden));
  schemas.set(key, known);
  return known;
}

/** What is not known at once stays hidden; what a row decides is known to exist. */
function isHidden(decision: ReturnType<ReturnType<typeof createDecisions>['decide']>): boolean {
  return decision instanceof Promise || decision.kind === 'deny';
}

function secretsOf(policy: CompiledPolicy): readonly CoordinateRules[] {
  const known =
    secretsOfPolicy.get(policy) ??
    policy.coordinates.filter(({ classification }) => classification?.tags.includes(secretTag));
  secretsOfPolicy.set(policy, known);
  return known;
}
