// The graph that a consumer is to be tried on: a supergraph, the schema that clients see, or folders of subgraphs with their contracts.
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { buildSchema, GraphQLError, type GraphQLSchema } from 'graphql';
import { apiSchemaOf } from '../../schema/api-schema.ts';
import { composeSupergraph } from '../../schema/compose.ts';
import type { Contract } from '../../schema/contract/contract.ts';
import { readContract } from '../../schema/contract/read-contract.ts';
import { hasErrors, type Problem } from '../../schema/problem.ts';
import { provenanceStubs } from '../../schema/provenance-stubs.ts';
import type { SubgraphFolder } from '../../schema/subgraph-folders.ts';
import { readSubgraphSdl } from '../../schema/subgraph-sdl.ts';
import { syntaxProblem } from '../../schema/syntax-problem.ts';
import { readSubgraphsOf, readTextFile } from '../text-files.ts';

export type ProposedGraph =
  | {
      readonly ok: true;
      /** As clients see it. */
      readonly schema: GraphQLSchema;
      readonly contracts: readonly Contract[];
      /** Null where only the schema of clients was given: it says nothing of subgraphs. */
      readonly supergraphSdl: string | null;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * @param path a file, a folder of subgraphs, or the folder of one, which is taken together with those beside it
 * @throws GordianError CONFIG_INVALID when it cannot be read
 */
export function readProposedGraph(path: string): ProposedGraph {
  if (!existsSync(path) || !statSync(path).isDirectory()) return fromFile(path);
  if (!existsSync(join(path, 'contract.yaml'))) return fromFolders(readSubgraphsOf(path));
  const parent = dirname(resolve(path));
  const folders = readSubgraphsOf(parent);
  return fromFolders(folders.some(({ name }) => name === basename(resolve(path))) ? folders : readSubgraphsOf(path));
}

function fromFile(path: string): ProposedGraph {
  const sdl = readTextFile(path);
  if (/\bjoin__Graph\b/.test(sdl)) return { ok: true, schema: apiSchemaOf(sdl), contracts: [], supergraphSdl: sdl };
  try {
    return { ok: true, schema: buildSchema(sdl), contracts: [], supergraphSdl: null };
  } catch (error) {
    if (error instanceof GraphQLError || error instanceof Error)
      return { ok: false, problems: [syntaxProblem(error, path)] };
    throw error;
  }
}

function fromFolders(folders: readonly SubgraphFolder[]): ProposedGraph {
  const read = folders.flatMap(({ contracts }) => contracts.map(({ text, file }) => readContract(text, file)));
  const problems = read.flatMap((one) => one.problems);
  if (hasErrors(problems)) return { ok: false, problems };
  const stubs = provenanceStubs(folders.flatMap(({ sdl, file }) => readSubgraphSdl(sdl, file).sdl ?? []));
  const composition = composeSupergraph(
    folders.map(({ name, file, sdl }) => ({
      name,
      file,
      sdl,
      url: `http://${name}.invalid/graphql`,
      generatedSdl: file === stubs.servedBy ? stubs.sdl : '',
    })),
  );
  if (!composition.ok) return composition;
  const { supergraphSdl } = composition;
  const contracts = read.flatMap(({ contract }) => contract ?? []);
  return { ok: true, schema: apiSchemaOf(supergraphSdl), contracts, supergraphSdl };
}
