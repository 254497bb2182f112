// What happens to whoever reads or writes a value when its GraphQL type changes.
import { Kind, print, type TypeNode } from 'graphql';

export type OutputChange = 'NONE' | 'NEVER_NULL' | 'NULLABLE' | 'TYPE_CHANGED';
export type InputChange = 'NONE' | 'OPTIONAL' | 'REQUIRED' | 'TYPE_CHANGED';

export function outputChange(before: TypeNode, after: TypeNode): OutputChange {
  if (print(before) === print(after)) return 'NONE';
  if (isStrongerOutput(before, after)) return 'NEVER_NULL';
  return withoutNonNull(before) === withoutNonNull(after) ? 'NULLABLE' : 'TYPE_CHANGED';
}

export function inputChange(before: TypeNode, after: TypeNode): InputChange {
  if (print(before) === print(after)) return 'NONE';
  if (isStrongerOutput(after, before)) return 'OPTIONAL';
  return withoutNonNull(before) === withoutNonNull(after) ? 'REQUIRED' : 'TYPE_CHANGED';
}

/** Whether every value of `after` could have been one of `before`: the same type with more "!". */
function isStrongerOutput(before: TypeNode, after: TypeNode): boolean {
  if (after.kind === Kind.NON_NULL_TYPE)
    return isStrongerOutput(before.kind === Kind.NON_NULL_TYPE ? before.type : before, after.type);
  if (before.kind === Kind.LIST_TYPE) return after.kind === Kind.LIST_TYPE && isStrongerOutput(before.type, after.type);
  return before.kind === Kind.NAMED_TYPE && after.kind === Kind.NAMED_TYPE && before.name.value === after.name.value;
}

function withoutNonNull(type: TypeNode): string {
  return print(type).replaceAll('!', '');
}
