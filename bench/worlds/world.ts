// A world: the subgraphs that a case is asked of, with their data, in one process.
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';

/** By name. */
export type World = Readonly<Record<string, BenchSubgraph>>;

export interface BenchSubgraph {
  /** Entity types that version 1 of Federation would have it own. */
  readonly owns: readonly string[];
  readonly sdl: string;
  readonly resolvers: object;
}

export type SubgraphUrls = Readonly<Record<string, string>>;

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external", "@requires"])\n';

export function subgraphSchema({ sdl, resolvers }: BenchSubgraph): GraphQLSchema {
  type Options = Parameters<typeof buildSubgraphSchema>[0];
  return buildSubgraphSchema({ typeDefs: parse(link + sdl), resolvers } as Options);
}

export function supergraphOf(world: World, urls: SubgraphUrls): string {
  const services = Object.entries(world).map(([name, { sdl }]) => ({
    name,
    url: urls[name]!,
    typeDefs: parse(link + sdl),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(`the subgraphs do not compose: ${errors?.join('; ')}`);
  return supergraphSdl;
}

/** The same subgraph in version 1 of Federation, for a peer that knows no other: whoever does not own a type extends it. */
export function versionOneSdl({ owns, sdl }: BenchSubgraph): string {
  return sdl
    .replace(/type (\w+) @key\(fields: "(\w+)"\) \{\s*\2: (\w+!)/g, (definition, type, key, keyType) =>
      owns.includes(type) ? definition : `extend type ${type} @key(fields: "${key}") { ${key}: ${keyType} @external`,
    )
    .replace('type Query {', 'extend type Query {');
}
