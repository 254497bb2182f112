// How much one request may make a subgraph resolve. Pages are bounded, but pages inside pages multiply: three levels of a
// hundred rows are a million. Every list counts by its items and what is asked of each, and the list that goes over the limit
// is refused before its items are resolved.
import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { GordianError } from './errors.ts';

const maxAnswerValues = 50_000;

/** Wraps the resolvers of the schema's lists, in place. */
export function limitAnswers(schema: GraphQLSchema, limit = maxAnswerValues): GraphQLSchema {
  const spent = new WeakMap<object, number>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) if (isList(field.type)) limitField(field, spent, limit);
  }
  return schema;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type));
}

/** @param spent by the context of the request, which is made anew for each */
function limitField(field: GraphQLField<unknown, unknown>, spent: WeakMap<object, number>, limit: number): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    const count = (value: unknown): unknown => {
      if (!Array.isArray(value) || typeof context !== 'object' || context === null) return value;
      const width = info.fieldNodes.reduce((sum, { selectionSet }) => sum + widthOf(selectionSet), 0);
      const total = (spent.get(context) ?? 0) + value.length * width;
      spent.set(context, total);
      if (total > limit) throw tooMuch(limit);
      return value;
    };
    const value = resolve(source, args, context, info);
    return value instanceof Promise ? value.then(count) : count(value);
  };
}

/** Fields of one item, those of its fragments included; 1 for a scalar. */
function widthOf(selectionSet: SelectionSetNode | undefined): number {
  if (selectionSet === undefined) return 1;
  return selectionSet.selections.reduce(
    (sum, selection) => sum + (selection.kind === Kind.INLINE_FRAGMENT ? widthOf(selection.selectionSet) : 1),
    0,
  );
}

function tooMuch(limit: number): GordianError {
  return new GordianError(
    'OPERATION_LIMIT_EXCEEDED',
    `One subgraph would have to resolve more than ${limit} values. Ask for smaller pages or less nesting.`,
    { details: { limit: 'maxAnswerValues', allowed: limit } },
  );
}
