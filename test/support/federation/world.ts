// A world of random data for differential tests: what a field of an object is depends on nothing but the seed, the object's
// id, the field and its arguments, so a federation and a monolith that both read it must give the same answer.
import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getArgumentValues,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { type Random, randomOf } from './dice.ts';

/** A field that is computed from others: by @requires in the federation, by reading them in the monolith. */
export type Inputs = readonly Input[];

export interface Input {
  readonly field: string;
  /** As written in a selection of fields, with the parentheses. */
  readonly args?: string;
  readonly below?: Inputs;
}

/** An argument that is filled from the nearest object of a type around: by @fromContext in the federation. */
export interface ContextRead {
  readonly argument: string;
  readonly holder: string;
  readonly field: string;
}

export interface WorldOptions {
  /** Of the monolith with everything in it; names the concrete types. */
  readonly schema: GraphQLSchema;
  readonly seed: number;
  /** `Type.field` -> its inputs. */
  readonly computed: Readonly<Record<string, Inputs>>;
  /** `Type.field` that never fail, because the planner reads them for itself: keys, and inputs that may not be null. */
  readonly reliable: ReadonlySet<string>;
  /** `Type.field` -> the concrete types that it may have, where these are fewer than the schema says. */
  readonly possible?: Readonly<Record<string, readonly string[]>>;
  /** Text for a field of an object, instead of what is drawn; never of what identifies the object. */
  readonly textOf?: (coordinate: string, id: string) => string;
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

/** @returns a world in which nothing was changed yet: the answer of a mutation tells how many went before it */
export function createWorld(options: WorldOptions): World {
  const { schema, computed } = options;
  let mutations = 0;

  const read: World['read'] = (thing, field, args, given) => {
    const type = schema.getType(thing.__typename) as GraphQLObjectType;
    const coordinate = `${type.name}.${field}`;
    const inputs = computed[coordinate];
    const known = inputs ? JSON.stringify(given ? pick(given, inputs) : gather(thing, inputs)) : '';
    const order = type === schema.getMutationType() ? mutations++ : '';
    const random = randomOf(`${options.seed}|${thing.id}|${field}|${stable(args)}|${known}${order}`);
    const definition = type.getFields()[field]!;
    const isReliable = options.reliable.has(coordinate);
    if (!isReliable && random(100) < options.failures)
      throw new Error(`${coordinate} failed at 10.0.0.9 ${options.textOf?.(coordinate, thing.id) ?? ''}`);
    return answerOf(definition.type, { coordinate, field, owner: thing, random }, isReliable);
  };

  const gather = (thing: Thing, inputs: Inputs): unknown =>
    Object.fromEntries(
      inputs.map(({ field, args, below }) => {
        const definition = (schema.getType(thing.__typename) as GraphQLObjectType).getFields()[field]!;
        return [field, gatherBelow(read(thing, field, argumentsOf(definition, args)), below)];
      }),
    );

  const gatherBelow = (value: unknown, below: Inputs | undefined): unknown => {
    if (!below || value === null) return value;
    return Array.isArray(value) ? value.map((item) => gatherBelow(item, below)) : gather(value as Thing, below);
  };

  const answerOf = (type: GraphQLOutputType, place: Place, isReliable: boolean): unknown => {
    const { random } = place;
    if (isNonNullType(type)) return answerOf(type.ofType, place, true);
    if (!isReliable && random(100) < options.nulls) return null;
    if (isListType(type)) return Array.from({ length: random(4) }, () => answerOf(type.ofType, place, false));
    if (isScalarType(type)) return scalarOf(type.name, place, options.textOf);
    if (isEnumType(type)) return pickOne(type.getValues(), random).name;
    return thingOf(isObjectType(type) ? [type] : possibleTypes(type as never, place), place);
  };

  const possibleTypes = (type: never, { coordinate }: Place): readonly GraphQLObjectType[] =>
    options.possible?.[coordinate]?.map((name) => schema.getType(name) as GraphQLObjectType) ??
    schema.getPossibleTypes(type);

  return { read };
}

/** The field that is read, and of which object. */
interface Place {
  readonly coordinate: string;
  readonly field: string;
  readonly owner: Thing;
  readonly random: Random;
}

const identifying = ['id', 'code', 'left'];

function thingOf(types: readonly GraphQLObjectType[], { owner, field, random }: Place): Thing {
  const type = pickOne(
    [...types].sort((one, other) => (one.name < other.name ? -1 : 1)),
    random,
  );
  const { name } = type;
  if (field === 'twin') return { __typename: name, id: `${name}:${numberOf(owner.id)}` };
  const isEntity = identifying.some((key) => key in type.getFields());
  const id = isEntity ? `${name}:${random(entitiesPerType)}` : `${name}:${owner.id}.${field}:${random(3)}`;
  return { __typename: name, id };
}

/** The concrete type of an object is part of its id, so that a subgraph that knows only an interface can read it too. */
export function thingOfId(id: string): Thing {
  return { __typename: id.slice(0, id.indexOf(':')), id };
}

const numberOf = (id: string) => id.slice(id.lastIndexOf(':') + 1);

export interface Representation {
  readonly __typename: string;
  readonly id?: string;
  readonly code?: string;
  readonly left?: string;
  readonly right?: number;
  readonly ref?: { readonly of: string };
  readonly twin?: Representation;
}

/** What every kind of key says: the way back from `scalarOf`. */
export function idOf({ __typename, id, code, left, right, ref, twin }: Representation): string {
  if (id !== undefined) return id;
  if (code !== undefined) return code.slice('code-'.length);
  if (left !== undefined) return `${left.slice('left-'.length)}:${right}`;
  if (ref) return ref.of;
  if (twin) return `${__typename}:${numberOf(idOf(twin))}`;
  return '';
}

function scalarOf(name: string, { coordinate, field, owner, random }: Place, textOf?: WorldOptions['textOf']): unknown {
  if (field === 'id') return owner.id;
  if (field === 'code') return `code-${owner.id}`;
  if (field === 'left') return `left-${owner.__typename}`;
  if (field === 'right') return Number(numberOf(owner.id));
  if (field === 'of') return owner.id.slice(owner.__typename.length + 1, owner.id.lastIndexOf('.ref:'));
  if (textOf && name === 'String') return textOf(coordinate, owner.id);
  if (name === 'Int') return random(20) === 0 ? pickOne([2_147_483_647, -2_147_483_648], random) : random(5) - 1;
  if (name === 'Float') return random(20) === 0 ? pickOne([1e21, -1.5e-9, 0.1, 1e100], random) : (random(5) - 1) / 4;
  if (name === 'Boolean') return random(2) === 0;
  if (name === 'Any') return pickOne(anything, random);
  return random(8) === 0 ? pickOne(oddStrings, random) : pickOne(['', 'a', 'b', `${field} of ${owner.id}`], random);
}

const anything = [
  0,
  '',
  false,
  [1, [null]],
  { x: { y: null } },
  'text',
  JSON.parse('{"__proto__":{"a":1},"constructor":[],"":"\\"","b":1,"a":-0.5e-7}'),
  [[], {}, [{}], '}]'],
];

const oddStrings = [
  '"quoted" \\ and \\\\',
  'two\nlines\ttabbed\r\u0000\u001f\u007f',
  '\u2028\u2029 Ünïcödé 漢字 😀',
  'half a pair \ud83d',
  '</script>',
  '__typename',
  '{"data":[null]}',
];

/** What a representation holds of the inputs, in the order in which the monolith gathers them. */
function pick(given: object, inputs: Inputs): unknown {
  const values = given as Record<string, unknown>;
  return Object.fromEntries(inputs.map(({ field, below }) => [field, pickBelow(values[field], below)]));
}

function pickBelow(value: unknown, below: Inputs | undefined): unknown {
  if (!below || value === null || value === undefined) return value;
  return Array.isArray(value) ? value.map((item) => pickBelow(item, below)) : pick(value as object, below);
}

const argumentNodes = new Map<string, readonly ArgumentNode[]>();

function argumentsOf(field: GraphQLField<unknown, unknown>, text = ''): Readonly<Record<string, unknown>> {
  const known = argumentNodes.get(text) ?? parseArguments(text);
  argumentNodes.set(text, known);
  return getArgumentValues(field, { kind: 'Field', arguments: known } as unknown as FieldNode);
}

function parseArguments(text: string): readonly ArgumentNode[] {
  const [definition] = parse(`{ f${text} }`).definitions as readonly OperationDefinitionNode[];
  return (definition!.selectionSet.selections[0] as FieldNode).arguments ?? [];
}

function stable(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  if (Array.isArray(value)) return `[${value.map(stable).join()}]`;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, item]) => `${key}:${stable(item)}`).join()}}`;
}

const pickOne = <Item>(items: readonly Item[], random: Random): Item => items[random(items.length)] as Item;
