// What becomes of an answer in which nothing was never-null, by the types as they are: nulls move up from fields that failed, and
// objects that the caller may not see are gone, along with the objects that cannot be without them.
import {
  type GraphQLError,
  type GraphQLOutputType,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';

export interface LooseAnswer {
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  /** Those of objects that may not be seen have the extension `hidden`. */
  readonly errors: readonly GraphQLError[];
  /** By path. */
  readonly types: ReadonlyMap<string, GraphQLOutputType>;
}

export interface StrictError {
  readonly message: string;
  readonly path: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface StrictAnswer {
  readonly data: unknown;
  readonly errors: readonly StrictError[];
}

type Steps = readonly (string | number)[];

/** A value, or why there is none. */
type Completed = { readonly value: unknown } | 'failed' | 'hidden';

export function completeStrictly({ data, errors, types }: LooseAnswer): StrictAnswer {
  const failures = new Map(errors.map((error) => [keyOf(error.path ?? []), error]));
  const told: StrictError[] = [];

  const fieldsOf = (object: Readonly<Record<string, unknown>>, at: Steps, shown: Steps): Completed => {
    const completed: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(object)) {
      const [below, shownBelow] = [
        [...at, name],
        [...shown, name],
      ];
      const type = types.get(keyOf(below));
      const field = type ? completeField(value, type, below, shownBelow) : { value };
      if (typeof field === 'string') return field;
      completed[name] = field.value;
    }
    return { value: completed };
  };

  const completeField = (value: unknown, type: GraphQLOutputType, at: Steps, shown: Steps): Completed => {
    const before = told.length;
    const inner = innerOf(value, getNullableType(type), at, shown);
    if (isNonNullType(type) || typeof inner !== 'string') return inner;
    if (inner === 'hidden') told.length = before;
    return { value: null };
  };

  const innerOf = (value: unknown, type: GraphQLOutputType, at: Steps, shown: Steps): Completed => {
    const failure = value === null ? failures.get(keyOf(at)) : undefined;
    if (failure?.extensions.hidden) return 'hidden';
    if (failure) told.push({ message: failure.message, path: shown, extensions: failure.extensions });
    if (failure) return 'failed';
    if (isListType(type)) return value === null ? { value } : itemsOf(value as unknown[], type.ofType, at, shown);
    return value === null || isLeafType(type) ? { value } : fieldsOf(value as Record<string, unknown>, at, shown);
  };

  const itemsOf = (items: readonly unknown[], type: GraphQLOutputType, at: Steps, shown: Steps): Completed => {
    const completed: unknown[] = [];
    for (const [index, item] of items.entries()) {
      const [below, shownBelow] = [
        [...at, index],
        [...shown, completed.length],
      ];
      const before = told.length;
      const one = innerOf(item, getNullableType(type), below, shownBelow);
      if (one === 'failed' && isNonNullType(type)) return one;
      if (one === 'hidden') told.length = before;
      else completed.push(one === 'failed' ? null : one.value);
    }
    return { value: completed };
  };

  const whole = data ? fieldsOf(data, [], []) : { value: data };
  return { data: typeof whole === 'string' ? null : whole.value, errors: told };
}

export const keyOf = (path: Steps): string => path.join('.');
