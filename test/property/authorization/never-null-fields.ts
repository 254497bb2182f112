// What may not fail in a world with rules over rows. The gateway fetches an object before it knows whether it may be seen, and what the
// rules read along with it: where a field that is never null fails, the object is gone, which one schema cannot show.
import { type GraphQLSchema, getNamedType, isInputObjectType, isObjectType } from 'graphql';
import type { Inputs } from '../../support/federation/world.ts';
import type { WrittenSupergraph } from '../random-supergraph.ts';
import { typesWithFields } from './draw-policy.ts';

/** `Type.field` of all that are never null, and of what these are computed from. */
export function neverNullFields(
  schema: GraphQLSchema,
  { computed }: Pick<WrittenSupergraph, 'computed'>,
): readonly string[] {
  const found = new Set<string>();

  const rely = (typeName: string, field: string): void => {
    const coordinate = `${typeName}.${field}`;
    if (found.has(coordinate)) return;
    found.add(coordinate);
    relyOnInputs(typeName, computed[coordinate] ?? []);
  };

  const relyOnInputs = (typeName: string, inputs: Inputs): void => {
    for (const { field, below = [] } of inputs) {
      rely(typeName, field);
      const type = schema.getType(typeName);
      const definition = isObjectType(type) ? type.getFields()[field] : undefined;
      if (definition) relyOnInputs(getNamedType(definition.type).name, below);
    }
  };

  for (const type of typesWithFields(schema))
    if (!isInputObjectType(type))
      for (const field of Object.values(type.getFields()))
        if (`${field.type}`.endsWith('!')) rely(type.name, field.name);
  return [...found];
}
