// The subgraphs of folders as one supergraph, at the addresses where `gordian start` serves them.
import { type Composition, composeSupergraph } from '../schema/compose.ts';
import { provenanceStubs } from '../schema/provenance-stubs.ts';
import type { SubgraphFolder } from '../schema/subgraph-folders.ts';
import { readSubgraphSdl } from '../schema/subgraph-sdl.ts';
import { assignPorts } from './stack/ports.ts';

/** As the registry composes them: with the stubs that give every entity its provenance. */
export function composeFolders(
  folders: readonly SubgraphFolder[],
  urls: ReadonlyMap<string, string> = new Map(),
): Composition {
  const ports = assignPorts(
    4000,
    folders.map(({ name }) => name),
    new Map(),
  );
  const stubs = provenanceStubs(folders.flatMap(({ sdl, file }) => readSubgraphSdl(sdl, file).sdl ?? []));
  return composeSupergraph(
    folders.map(({ name, file, sdl }) => ({
      name,
      file,
      sdl,
      url: urls.get(name) ?? `http://127.0.0.1:${ports.get(name)}/graphql`,
      generatedSdl: file === stubs.servedBy ? stubs.sdl : '',
    })),
  );
}
