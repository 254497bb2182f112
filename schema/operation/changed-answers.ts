// What validation does not see: an operation that stays valid may get answers of another shape, with a null where there was none before or
// with a value of another type.
import { type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { type Problem, problemAt } from '../problem.ts';
import { type ClientOperation, placeOfNode } from './collect-operations.ts';

/** @param now on which the operation is valid, as it is on `proposed` */
export function changedAnswers(now: GraphQLSchema, proposed: GraphQLSchema, operation: ClientOperation): Problem[] {
  const before = typesOf(now, operation);
  const after = typesOf(proposed, operation);
  return [...after].flatMap(([place, { type, name }]) => {
    const known = before.get(place);
    if (known === undefined || isAsGood(known.type, type)) return [];
    return [
      problemAt(known.place, {
        code: 'ANSWER_CHANGED',
        severity: 'error',
        message: `${operation.name}: ${name} is ${type}, and was ${known.type}.`,
        fix: 'Make the client take both before the producer changes it, or ask the producer to keep it.',
      }),
    ];
  });
}

/** Null where it was before, or no more. */
function isAsGood(before: string, after: string): boolean {
  if (before === after) return true;
  if (before.replaceAll('!', '') !== after.replaceAll('!', '')) return false;
  const [promised, given] = [promisesOf(before), promisesOf(after)];
  return promised.every((isPromised, level) => !isPromised || given[level]);
}

/** Of `[Int!]`, that the item is no null, and that the list may be one. */
function promisesOf(type: string): boolean[] {
  return [...type.matchAll(/(?:\w+|\])(!?)/g)].map(([, bang]) => bang === '!');
}

interface AnsweredField {
  readonly type: string;
  readonly name: string;
  readonly place: NonNullable<ReturnType<typeof placeOfNode>>;
}

/** By the place in the document. */
function typesOf(schema: GraphQLSchema, { source, place }: ClientOperation): ReadonlyMap<number, AnsweredField> {
  const info = new TypeInfo(schema);
  const types = new Map<number, AnsweredField>();
  let fields = 0;
  visit(
    source,
    visitWithTypeInfo(info, {
      Field(node) {
        const type = info.getType();
        const parent = info.getParentType();
        if (type)
          types.set(fields, {
            type: String(type),
            name: `${parent}.${node.name.value}`,
            place: placeOfNode(node) ?? place,
          });
        fields += 1;
      },
    }),
  );
  return types;
}
