// Tags that a subgraph has put on a field; composition keeps them.
import { type FieldDefinitionNode, valueFromASTUntyped } from 'graphql';

/** A subgraph need not import it. */
const tagName = /^(.+__)?tag$/;

export function hasTag({ directives = [] }: FieldDefinitionNode, tag: string): boolean {
  return directives.some(
    ({ name, arguments: args = [] }) =>
      tagName.test(name.value) && args.some(({ value }) => valueFromASTUntyped(value) === tag),
  );
}
