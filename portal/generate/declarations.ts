// Types that are declared once and referred to by name: each is written when something first refers to it.

import type { GraphQLEnumType } from 'graphql';

export function createDeclarations() {
  const declared = new Map<string, string>();

  function declare(name: string, write: () => string): string {
    if (declared.has(name)) return name;
    // Before it is written: it may hold itself.
    declared.set(name, '');
    declared.set(name, `export type ${name} = ${write()};`);
    return name;
  }

  return {
    declare,
    declareEnum: (type: GraphQLEnumType): string => declare(type.name, () => enumType(type)),
    declarations: (): string[] => [...declared.values()],
  };
}

export function enumType(type: GraphQLEnumType): string {
  return type
    .getValues()
    .map(({ name }) => `'${name}'`)
    .join(' | ');
}
