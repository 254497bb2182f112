// A world of random data for differential tests: what a field of an object is depends on nothing but the seed, the object's
// id, the field and its arguments, so a federation and a monolith that both read it must give the same answer.
import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql';

/** A field that is computed from others: by @requires in the federation, by reading them in the monolith. */
export type Inputs = readonly Input[];

export interface Input {
  readonly field: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly below?: Inputs;
}

export interface WorldOptions {
  /** Of the monolith; names the concrete types. */
  readonly schema: GraphQLSchema;
  readonly seed: number;
  /** `Type.field` -> its inputs. */
  readonly computed: Readonly<Record<string, Inputs>>;
  /** `Type.field` that never fail, because the planner reads them for itself: keys, and inputs that may not be null. */
  readonly reliable: ReadonlySet<string>;
  /** Of 100 values, how many are null where they may be, and how many fail. */
  readonly nulls: number;
  readonly failures: number;
}

export interface Thing {
  readonly __typename: string;
  readonly id: string;
}

export interface World {
  /** @param given the inputs of a computed field as a representation holds them; without it they are read from the world */
  readonly read: (thing: Thing, field: string, args: Readonly<Record<string, unknown>>, given?: object) => unknown;
}

const entitiesPerType = 4;

export function createWorld(options: WorldOptions): World {
  const { schema, computed } = options;

  const read: World['read'] = (thing, field, args, given) => {
    const type = schema.getType(thing.__typename) as GraphQLObjectType;
    const coordinate = `${type.name}.${field}`;
    const inputs = computed[coordinate];
    const known = inputs ? JSON.stringify(given ? pick(given, inputs) : gather(thing, inputs)) : '';
    const random = randomOf(`${options.seed}|${thing.id}|${field}|${stable(args)}|${known}`);
    const definition = type.getFields()[field]!;
    if (!options.reliable.has(coordinate) && random(100) < options.failures)
      throw new Error(`${coordinate} failed at 10.0.0.9`);
    return answerOf(definition.type, field, thing, random, options.reliable.has(coordinate));
  };

  const gather = (thing: Thing, inputs: Inputs): unknown =>
    Object.fromEntries(
      inputs.map(({ field, args = {}, below }) => [field, gatherBelow(read(thing, field, args), below)]),
    );

  const gatherBelow = (value: unknown, below: Inputs | undefined): unknown => {
    if (!below || value === null) return value;
    return Array.isArray(value) ? value.map((item) => gatherBelow(item, below)) : gather(value as Thing, below);
  };

  const answerOf = (
    type: GraphQLOutputType,
    field: string,
    owner: Thing,
    random: Random,
    isReliable: boolean,
  ): unknown => {
    if (isNonNullType(type)) return answerOf(type.ofType, field, owner, random, true);
    if (!isReliable && random(100) < options.nulls) return null;
    if (isListType(type))
      return Array.from({ length: random(4) }, () => answerOf(type.ofType, field, owner, random, false));
    if (isScalarType(type)) return scalarOf(type.name, field, owner, random);
    if (isEnumType(type)) return pickOne(type.getValues(), random).name;
    return thingOf(
      isObjectType(type) ? [type] : schema.getPossibleTypes(type as never),
      `${owner.id}.${field}`,
      random,
    );
  };

  return { read };
}

function thingOf(types: readonly GraphQLObjectType[], place: string, random: Random): Thing {
  const type = pickOne(
    [...types].sort((one, other) => (one.name < other.name ? -1 : 1)),
    random,
  );
  const isEntity = 'id' in type.getFields();
  return {
    __typename: type.name,
    id: isEntity ? `${type.name}:${random(entitiesPerType)}` : `${type.name}:${place}:${random(3)}`,
  };
}

/** The concrete type of an object is part of its id, so that a subgraph that knows only an interface can read it too. */
export function thingOfId(id: string): Thing {
  return { __typename: id.slice(0, id.indexOf(':')), id };
}

function scalarOf(name: string, field: string, owner: Thing, random: Random): unknown {
  if (field === 'id') return owner.id;
  if (field === 'code') return `code-${owner.id}`;
  if (name === 'Int') return random(5) - 1;
  if (name === 'Float') return (random(5) - 1) / 4;
  if (name === 'Boolean') return random(2) === 0;
  if (name === 'Any') return pickOne([0, '', false, [1, [null]], { x: { y: null } }, 'text'], random);
  return pickOne(['', 'a', 'b', `${field} of ${owner.id}`], random);
}

/** What a representation holds of the inputs, in the order in which the monolith gathers them. */
function pick(given: object, inputs: Inputs): unknown {
  const values = given as Record<string, unknown>;
  return Object.fromEntries(inputs.map(({ field, below }) => [field, pickBelow(values[field], below)]));
}

function pickBelow(value: unknown, below: Inputs | undefined): unknown {
  if (!below || value === null || value === undefined) return value;
  return Array.isArray(value) ? value.map((item) => pickBelow(item, below)) : pick(value as object, below);
}

function stable(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  if (Array.isArray(value)) return `[${value.map(stable).join()}]`;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, item]) => `${key}:${stable(item)}`).join()}}`;
}

type Random = (below: number) => number;

/** A stream of numbers that depends on the text alone (FNV-1a into xorshift). */
function randomOf(text: string): Random {
  let state = 2_166_136_261;
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 16_777_619);
  state ||= 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const pickOne = <Item>(items: readonly Item[], random: Random): Item => items[random(items.length)] as Item;
