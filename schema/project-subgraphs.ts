// The subgraphs of the project that a process works for. Every graph also has the metadata subgraph, which comes with the package
// where the project does not hold it itself.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageFile } from '../kit/package-files.ts';
import { projectFile } from '../kit/project-files.ts';
import { readSubgraphFolder, type SubgraphFolder, subgraphNames } from './subgraph-folders.ts';

/** Registered by whoever runs the platform, not by domains. */
export const platformSubgraph = 'metadata';

/** Without folders that hold no schema: what they describe runs elsewhere, or is being written. @throws when one cannot be read */
export function projectSubgraphs(root: string = projectFile('subgraphs')): SubgraphFolder[] {
  const own = subgraphNames(root)
    .filter((name) => existsSync(join(root, name, 'schema.graphql')))
    .map((name) => readSubgraphFolder(root, name));
  if (own.some(({ name }) => name === platformSubgraph)) return own;
  return [...own, readSubgraphFolder(packageFile('subgraphs'), platformSubgraph)];
}
