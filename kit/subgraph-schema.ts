// Builds the executable schema of a subgraph from its SDL and resolvers, with the shared scalars, and a limit on its answers.

import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, isInputObjectType, isInterfaceType, isObjectType, parse } from 'graphql';
import { limitAnswers } from './answer-limit.ts';
import { GordianError } from './errors.ts';
import { scalarResolvers } from './scalars.ts';

/** By type and field; checked against the SDL, so a misspelt one is an error instead of a resolver that never runs. */
export type Resolvers = Readonly<Record<string, object>>;

type SubgraphModule = Exclude<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>;

export function subgraphSchema(sdl: string, resolvers: Resolvers): GraphQLSchema {
  const module = { typeDefs: parse(sdl), resolvers: { ...scalarResolvers, ...resolvers } };
  const schema = buildSubgraphSchema(module as unknown as SubgraphModule);
  const strangers = Object.entries(resolvers).flatMap(([type, fields]) => strangersIn(schema, type, fields));
  if (strangers.length === 0) return limitAnswers(schema);
  throw new GordianError('CONTRACT_INVALID', `These resolvers have no field in the schema: ${strangers.join(', ')}.`);
}

function strangersIn(schema: GraphQLSchema, typeName: string, fields: object): string[] {
  if (typeName in scalarResolvers) return [];
  const type = schema.getType(typeName);
  if (!type) return [typeName];
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [];
  const known = type.getFields();
  const names = Object.keys(fields).filter((name) => !name.startsWith('__') && !(name in known));
  return names.map((name) => `${typeName}.${name}`);
}
