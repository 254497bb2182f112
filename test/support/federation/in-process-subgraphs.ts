// Subgraphs that read a world, without sockets: thousands of random operations in seconds.
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type ConstDirectiveNode,
  type DocumentNode,
  execute,
  type FieldNode,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type OperationDefinitionNode,
  parse,
  type StringValueNode,
  validate,
} from 'graphql';
import type { SubgraphAnswer, SubgraphTransport } from '../../../gateway/execute/subgraph-transport.ts';
import { withFederationLink } from './subgraph-server.ts';
import { type ContextRead, idOf, type Representation, type Thing, thingOfId, type World } from './world.ts';
import { wayOfWriting, writeAnswer } from './written-answer.ts';

export interface InProcessSubgraphs {
  /** @returns a transport whose subgraphs all read this world */
  readonly reading: (world: World, options?: ReadingOptions) => SubgraphTransport;
}

export interface ReadingOptions {
  /** Of the way in which answers are written; see written-answer.ts. */
  readonly writing?: number;
  /** @returns whether the request with this number fails altogether */
  readonly isDown?: (subgraph: string, number: number) => boolean;
}

interface Source extends Thing {
  /** The representation by which the entity was asked. */
  readonly given?: object;
  /** The fields that the way to it @provides. */
  readonly provided?: ReadonlySet<string>;
}

export function createInProcessSubgraphs(subgraphs: Readonly<Record<string, string>>): InProcessSubgraphs {
  const servers = new Map(Object.entries(subgraphs).map(([name, sdl]) => [name, createServer(sdl)]));
  return {
    reading(world, { writing = 0, isDown = () => false } = {}) {
      const way = wayOfWriting(writing);
      let number = 0;
      return {
        async send({ subgraph, body }): Promise<SubgraphAnswer> {
          if (isDown(subgraph, number++))
            return { kind: 'fault', code: 'SUBGRAPH_UNAVAILABLE', detail: 'it is down for this test' };
          const answer = await servers.get(subgraph)!(body, world);
          // What crosses a socket is text.
          const text = writeAnswer(answer, way, `${writing} ${number}`);
          return { kind: 'response', body: Buffer.from(text) };
        },
      };
    },
  };
}

type Server = (body: string, world: World) => object | Promise<object>;

function createServer(sdl: string): Server {
  const schema = buildSchema(sdl);
  const documents = new Map<string, DocumentNode>();
  return (body, world) => {
    const { query, variables } = JSON.parse(body);
    const document = documents.get(query) ?? understood(schema, query);
    documents.set(query, document);
    return execute({ schema, document, variableValues: variables, fieldResolver: subgraphResolver(world) });
  };
}

function understood(schema: GraphQLSchema, query: string): DocumentNode {
  const document = parse(query);
  const [error] = validate(schema, document);
  if (error) throw new Error(`a subgraph was sent what it does not understand: ${error.message}\n${query}`);
  return document;
}

function buildSchema(sdl: string): GraphQLSchema {
  const typeDefs = parse(withFederationLink(sdl));
  const entities = typeDefs.definitions.filter(
    (definition) =>
      (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION) &&
      definition.directives?.some(({ name }) => name.value === 'key'),
  ) as readonly (ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode)[];
  const resolvers = Object.fromEntries(
    entities.map(({ kind, name }) => [
      name.value,
      { __resolveReference: referenceResolver(kind === Kind.INTERFACE_TYPE_DEFINITION) },
    ]),
  );
  return buildSubgraphSchema([{ typeDefs, resolvers }] as unknown as Parameters<typeof buildSubgraphSchema>[0]);
}

function referenceResolver(isInterface: boolean) {
  return (reference: Representation): Source => {
    const id = idOf(reference);
    return isInterface
      ? { ...thingOfId(id), given: reference }
      : { __typename: reference.__typename, id, given: reference };
  };
}

interface Found extends Thing {
  /** The object of which it was the value. */
  readonly around?: Found;
}

/** Reads every field from the world; for the monolith. */
export function worldResolver(
  world: World,
  contextual: Readonly<Record<string, ContextRead>> = {},
): GraphQLFieldResolver<Found | undefined, unknown> {
  const hasContext = Object.keys(contextual).length > 0;
  return (source, args, _, { fieldName, parentType, operation }) => {
    const thing = thingAt(source, operation);
    if (!hasContext) return world.read(thing, fieldName, args);
    const read = contextual[`${parentType.name}.${fieldName}`];
    const given = read ? { ...args, [read.argument]: world.read(nearest(source, read.holder), read.field, {}) } : args;
    return placeIn(world.read(thing, fieldName, given), source);
  };
}

function nearest(found: Found | undefined, typeName: string): Thing {
  if (!found) throw new Error(`nothing around is a ${typeName}`);
  return found.__typename === typeName ? found : nearest(found.around, typeName);
}

function placeIn(value: unknown, around: Found | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => placeIn(item, around));
  return typeof value === 'object' && value !== null && '__typename' in value ? { ...value, around } : value;
}

/** As the monolith does, but what a subgraph computes from inputs it can compute only from those that it has. */
function subgraphResolver(world: World): GraphQLFieldResolver<Source | undefined, unknown> {
  return (source, args, _, { fieldName, parentType, operation }) => {
    const directives = parentType.getFields()[fieldName]!.astNode?.directives ?? [];
    const given = hasInputs(source, directives) ? undefined : (source?.given ?? {});
    return provide(world.read(thingAt(source, operation), fieldName, args, given), fieldsOf(directives, 'provides'));
  };
}

/** Whether it may read what it needs from the world: it computes nothing, or what it computes from was provided. */
function hasInputs(source: Source | undefined, directives: readonly ConstDirectiveNode[]): boolean {
  if (source?.given && fieldsOf(directives, 'requires').length > 0) return false;
  return fieldsOf(directives, 'requires').every((name) => source?.provided?.has(name));
}

function provide(value: unknown, names: readonly string[]): unknown {
  if (names.length === 0 || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => provide(item, names));
  return { ...(value as Thing), provided: new Set(names) };
}

const fieldNames = new WeakMap<ConstDirectiveNode, readonly string[]>();

/** The names at the top of the fields that a directive lists. */
function fieldsOf(directives: readonly ConstDirectiveNode[], directiveName: string): readonly string[] {
  const directive = directives.find(({ name }) => name.value === directiveName);
  if (!directive) return [];
  const known = fieldNames.get(directive);
  if (known) return known;
  const { value } = directive.arguments![0]!;
  const [definition] = parse(`{ ${(value as StringValueNode).value} }`).definitions as OperationDefinitionNode[];
  const names = definition!.selectionSet.selections.map((selection) => (selection as FieldNode).name.value);
  fieldNames.set(directive, names);
  return names;
}

function thingAt(source: Thing | undefined, { operation }: OperationDefinitionNode): Thing {
  const root = operation === 'mutation' ? 'Mutation' : 'Query';
  return source ? thingOfId(source.id) : { __typename: root, id: `${root}:` };
}
