// Subgraphs that read a world, without sockets: thousands of random operations in seconds.
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import type { SubgraphTransport } from '../../../gateway/execute/subgraph-transport.ts';
import { withFederationLink } from './subgraph-server.ts';
import { type Thing, thingOfId, type World } from './world.ts';

export interface InProcessSubgraphs {
  /** @returns a transport whose subgraphs all read this world */
  readonly reading: (world: World) => SubgraphTransport;
}

interface Source extends Thing {
  /** The representation by which the entity was asked. */
  readonly given?: object;
}

export function createInProcessSubgraphs(subgraphs: Readonly<Record<string, string>>): InProcessSubgraphs {
  const schemas = new Map(Object.entries(subgraphs).map(([name, sdl]) => [name, buildSchema(sdl)]));
  return {
    reading: (world) => ({
      async send({ subgraph, body }) {
        const answer = await answerFrom(schemas.get(subgraph)!, body, world);
        // What crosses a socket is text.
        const text = JSON.stringify(answer);
        return { kind: 'response', text, bytes: text.length };
      },
    }),
  };
}

function buildSchema(sdl: string): GraphQLSchema {
  const typeDefs = parse(withFederationLink(sdl));
  const plain = buildSubgraphSchema({ typeDefs });
  const entities = Object.values(plain.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type));
  const resolvers = Object.fromEntries(
    entities
      .filter((type) => type.astNode?.directives?.some(({ name }) => name.value === 'key'))
      .map((type) => [type.name, { __resolveReference: referenceResolver(isInterfaceType(type)) }]),
  );
  return buildSubgraphSchema([{ typeDefs, resolvers }] as unknown as Parameters<typeof buildSubgraphSchema>[0]);
}

function referenceResolver(isInterface: boolean) {
  return (reference: { readonly __typename: string; readonly id?: string; readonly code?: string }): Source => {
    const id = reference.id ?? reference.code?.slice('code-'.length) ?? '';
    return isInterface
      ? { ...thingOfId(id), given: reference }
      : { __typename: reference.__typename, id, given: reference };
  };
}

async function answerFrom(schema: GraphQLSchema, body: string, world: World) {
  const { query, variables } = JSON.parse(body);
  const document = parse(query);
  const errors = validate(schema, document);
  if (errors.length > 0)
    throw new Error(`a subgraph was sent what it does not understand: ${errors[0]?.message}\n${query}`);
  return execute({ schema, document, variableValues: variables, fieldResolver: worldResolver(world) });
}

/** Reads every field from the world; the same for the subgraphs and for the monolith. */
export function worldResolver(world: World): GraphQLFieldResolver<Source | undefined, unknown> {
  return (source, args, _, { fieldName, parentType }) => {
    const thing = source ? thingOfId(source.id) : { __typename: parentType.name, id: `${parentType.name}:` };
    return world.read(thing, fieldName, args, source?.given);
  };
}
