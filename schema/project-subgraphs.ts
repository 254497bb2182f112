// The subgraphs of the project that a process works for. Every graph also has the metadata subgraph, which comes with the package
// where the project does not hold it itself.
import { packageFile } from '../kit/package-files.ts';
import { projectFile } from '../kit/project-files.ts';
import { readSubgraphFolders, type SubgraphFolder } from './subgraph-folders.ts';

/** Registered by whoever runs the platform, not by domains. */
export const platformSubgraph = 'metadata';

/** @throws what {@link readSubgraphFolders} throws */
export function projectSubgraphs(root: string = projectFile('subgraphs')): SubgraphFolder[] {
  const own = readSubgraphFolders(root);
  if (own.some(({ name }) => name === platformSubgraph)) return own;
  return [...own, ...readSubgraphFolders(packageFile('subgraphs')).filter(({ name }) => name === platformSubgraph)];
}
