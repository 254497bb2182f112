// A value from outside becomes a value of an input type (specification, section 3): compiled once per type, because a body of
// 256 KB holds 80,000 input objects, each of which may have defaults to fill in. It ends at the first value that does not fit.
import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLLeafType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';

export interface Coercion {
  /** How many values may still come: each item of a list and each field of an input object, defaults included, is one. */
  left: number;
  /** Where in the value the coercion is. */
  readonly path: (string | number)[];
}

/**
 * @throws Unfit when the value, or what `coercion.path` leads to, is none of the type
 * @throws TooMany
 */
export type Coerce = (value: unknown, coercion: Coercion) => unknown;

export class Unfit extends Error {
  readonly path: readonly (string | number)[];
  readonly value: unknown;

  constructor(path: readonly (string | number)[], value: unknown) {
    super('A value does not fit its type.');
    this.path = path;
    this.value = value;
  }
}

export class TooMany extends Error {}

const coercers = new WeakMap<GraphQLInputType, Coerce>();

export function coercerOf(type: GraphQLInputType): Coerce {
  const known = coercers.get(type);
  if (known) return known;
  const coerce = compile(type);
  coercers.set(type, coerce);
  return coerce;
}

function compile(type: GraphQLInputType): Coerce {
  if (isNonNullType(type)) {
    const inner = coercerOf(type.ofType);
    return (value, coercion) =>
      value === null || value === undefined ? misfit(value, coercion) : inner(value, coercion);
  }
  const coerce = isListType(type)
    ? compileList(coercerOf(type.ofType))
    : isInputObjectType(type)
      ? compileObject(type)
      : compileLeaf(type);
  return (value, coercion) => (value === null || value === undefined ? null : coerce(value, coercion));
}

function compileList(coerceItem: Coerce): Coerce {
  return (value, coercion) => {
    // A single value stands for a list of one.
    if (!Array.isArray(value)) return [coerceItem(value, coercion)];
    spend(coercion, value.length);
    const { path } = coercion;
    const depth = path.length;
    const items = value.map((item, index) => {
      path[depth] = index;
      return coerceItem(item, coercion);
    });
    path.length = depth;
    return items;
  };
}

interface CompiledField {
  readonly definition: GraphQLInputField;
  readonly coerce: Coerce;
}

function compileObject(type: GraphQLInputObjectType): Coerce {
  const definitions = Object.values(type.getFields());
  // Compiled on first use, since an input type may hold itself.
  let fields: ReadonlyMap<string, CompiledField> | null = null;
  const compileFields = () =>
    new Map(definitions.map((definition) => [definition.name, { definition, coerce: coercerOf(definition.type) }]));
  const required = definitions.filter(isRequiredInputField).map(({ name }) => name);
  const defaulted = definitions.filter(({ defaultValue }) => defaultValue !== undefined);
  const defaults = Object.fromEntries(defaulted.map(({ name, defaultValue }) => [name, defaultValue]));

  return (value, coercion) => {
    if (typeof value !== 'object' || Array.isArray(value)) misfit(value, coercion);
    fields ??= compileFields();
    const given = Object.entries(value as object).filter(([, of]) => of !== undefined);
    spend(coercion, given.length + defaulted.length);
    if (required.some((name) => !Object.hasOwn(value as object, name))) misfit(value, coercion);
    if (type.isOneOf && (given.length !== 1 || given[0]![1] === null)) misfit(value, coercion);
    const coerced: Record<string, unknown> = { ...defaults };
    const depth = coercion.path.length;
    for (const [name, of] of given) {
      const field = fields.get(name) ?? misfit(value, coercion);
      coercion.path[depth] = name;
      coerced[name] = field.coerce(of, coercion);
      coercion.path.length = depth;
    }
    return coerced;
  };
}

function compileLeaf(type: GraphQLLeafType): Coerce {
  return (value, coercion) => {
    const parsed = parse(type, value);
    return parsed === undefined ? misfit(value, coercion) : parsed;
  };
}

function parse(type: GraphQLLeafType, value: unknown): unknown {
  try {
    return type.parseValue(value);
  } catch {
    return undefined;
  }
}

function spend(coercion: Coercion, values: number): void {
  coercion.left -= values;
  if (coercion.left < 0) throw new TooMany();
}

function misfit(value: unknown, { path }: Coercion): never {
  throw new Unfit([...path], value);
}
