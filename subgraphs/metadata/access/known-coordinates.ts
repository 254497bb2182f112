// What of the graph a caller may know: what the gateway shows to it. What a contract tags `secret` is not there for whoever may not read
// it, nor is a type that has nothing else, nor what leads to such types alone. Whoever shows a coordinate asks here.

import type { GraphQLSchema, GraphQLType } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../../../kit/caller.ts';
import type { CompiledPolicy } from '../../../policies/compiler/compiled-policy.ts';
import { isSecret } from '../../../policies/compiler/derived.ts';
import type { Circumstances } from '../../../policies/decide/evaluate.ts';
import { secretsFrom } from '../../../policies/decide/secrets.ts';
import type { Classifications } from '../../../schema/artefact.ts';
import { type Coordinate, fieldCoordinate } from '../../../schema/coordinates.ts';
import { schemaWithout } from '../../../schema/schema-without.ts';

/** @param tags as an older contract has them; what the contracts in force tag `secret` is one in any case */
export type IsKnown = (coordinate: Coordinate, tags?: readonly string[]) => boolean;

export interface Knowledge {
  readonly isKnown: IsKnown;
  /** What is in the graph in force, and not there for the caller: types, fields and inputs. */
  readonly unknown: ReadonlySet<Coordinate>;
  /** As the gateway shows it to the caller; null before anything is registered. */
  readonly schema: GraphQLSchema | null;
}

/** One object for one graph: what is worked out of it is kept with it. */
export interface KnowledgeSources {
  /** That clients see, secrets included; null before anything is registered. */
  readonly schema: GraphQLSchema | null;
  /** Over that schema; null while no rules serve, and then nobody knows a secret. */
  readonly policy: CompiledPolicy | null;
  readonly classifications: Classifications;
}

/** A secret that no client can read any more, or by any way, is known to nobody. */
export function knowledgeOf(sources: KnowledgeSources, caller: Caller, circumstances: Circumstances): Knowledge {
  const { policy } = sources;
  if (policy === null) return knownToAll(sources);
  const closed = new Set(secretsFrom(policy, caller, circumstances));
  return knowing(sources, (coordinate) => hasRead(policy, coordinate) && !closed.has(coordinate));
}

/** What is left for whoever may read no secret at all. */
export function knownToAll(sources: KnowledgeSources): Knowledge {
  return knowing(sources, () => false);
}

function knowing(sources: KnowledgeSources, mayRead: (coordinate: Coordinate) => boolean): Knowledge {
  const secrets = secretsOf(sources.classifications).filter((coordinate) => !mayRead(coordinate));
  const { schema, unknown } = without(sources, secrets);
  return {
    schema,
    unknown,
    isKnown: (coordinate, tags = []) => {
      const [field = ''] = coordinate.split('(');
      return !unknown.has(field) && !unknown.has(typeOf(field)) && (mayRead(field) || !isSecret({ tags }));
    },
  };
}

/** A coordinate that the policy does not know is closed, and unclassified. */
function hasRead(policy: CompiledPolicy, coordinate: Coordinate): boolean {
  return policy.rulesOf(coordinate).classification !== undefined;
}

const secretsOfAll = new WeakMap<Classifications, readonly Coordinate[]>();

function secretsOf(classifications: Classifications): readonly Coordinate[] {
  const made =
    secretsOfAll.get(classifications) ??
    [...classifications].flatMap(([coordinate, classification]) => (isSecret(classification) ? coordinate : []));
  secretsOfAll.set(classifications, made);
  return made;
}

type Shown = Pick<Knowledge, 'schema' | 'unknown'>;

/** Callers differ in which secrets they know, and there are few such differences. */
const maxDifferences = 16;
const shownOf = new WeakMap<KnowledgeSources, LRUCache<string, Shown>>();

/** The graph without secrets, and all that is missing from it. */
function without(sources: KnowledgeSources, secrets: readonly Coordinate[]): Shown {
  const { schema } = sources;
  if (schema === null || secrets.length === 0) return { schema, unknown: new Set(secrets) };
  const kept = shownOf.get(sources) ?? new LRUCache<string, Shown>({ max: maxDifferences });
  shownOf.set(sources, kept);
  const key = secrets.join();
  const shown = kept.get(key) ?? show(schema, sources.classifications, new Set(secrets));
  kept.set(key, shown);
  return shown;
}

function show(whole: GraphQLSchema, classifications: Classifications, secrets: ReadonlySet<Coordinate>): Shown {
  const schema = schemaWithout(whole, secrets);
  const missing = coordinatesIn(whole).filter((coordinate) => !isIn(schema, coordinate));
  const unseen = typesOfSecretsAlone(classifications, secrets).filter((name) => !whole.getType(name));
  return { schema, unknown: new Set([...secrets, ...missing, ...unseen]) };
}

/** Types, fields and inputs. */
function coordinatesIn(schema: GraphQLSchema): Coordinate[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => [
    type.name,
    ...Object.keys(fieldsOf(type)).map((name) => fieldCoordinate(type.name, name)),
  ]);
}

function isIn(schema: GraphQLSchema, coordinate: Coordinate): boolean {
  const type = schema.getType(typeOf(coordinate));
  return type !== undefined && (coordinate === type.name || coordinate.slice(type.name.length + 1) in fieldsOf(type));
}

function fieldsOf(type: GraphQLType): object {
  return 'getFields' in type ? type.getFields() : {};
}

/** Also such as no client sees. */
function typesOfSecretsAlone(classifications: Classifications, secrets: ReadonlySet<Coordinate>): Coordinate[] {
  const others = new Set(
    [...classifications.keys()]
      .filter((coordinate) => !secrets.has(coordinate))
      .map((coordinate) => typeOf(coordinate)),
  );
  return [...new Set([...secrets].map(typeOf))].filter((name) => !others.has(name));
}

function typeOf(coordinate: Coordinate): string {
  return coordinate.split('.', 1)[0]!;
}
