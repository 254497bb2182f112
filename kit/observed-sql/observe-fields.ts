// Puts every resolver of a schema where an observation can see it. A request that is not observed pays for one look at its context.
import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import type { Observation } from './observation.ts';

export interface Observable {
  readonly observation?: Observation | null;
}

/**
 * In place. Fields that several subgraphs may answer (`@shareable`, such as those of an amount of money) are left out: their values
 * belong to the field that returns the object. What a mutation reads, it reads to do its work; its answer is looked at.
 */
export function observeFields(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || isShared(type)) continue;
    const isMutation = type === schema.getMutationType();
    for (const field of Object.values(type.getFields())) {
      if (!isShared(field)) observeField(field, isMutation ? [] : coordinatesOf(type, field.name));
    }
  }
  return schema;
}

function observeField(field: GraphQLField<unknown, unknown>, coordinates: readonly string[]): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    const observation = (context as Observable | null | undefined)?.observation;
    if (!observation?.isOpen) return resolve(source, args, context, info);
    return observation.resolve(coordinates, () => resolve(source, args, context, info));
  };
}

/** A field of an interface is what the types make it. What a gateway asks for by keys is no field of the graph. */
function coordinatesOf(type: GraphQLObjectType, name: string): string[] {
  if (name.startsWith('_')) return [];
  const interfaces = type.getInterfaces().filter((one) => name in one.getFields());
  return [type, ...interfaces].map((one) => `${one.name}.${name}`);
}

function isShared({ astNode }: Pick<GraphQLObjectType | GraphQLField<unknown, unknown>, 'astNode'>): boolean {
  return astNode?.directives?.some(({ name }) => name.value === 'shareable') ?? false;
}
