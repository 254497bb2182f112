// The subgraphs that a verb is about, as they are named at the prompt: one folder, several, or a folder of folders.
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { GordianError } from '../kit/errors.ts';
import type { SubgraphFolder } from '../schema/subgraph-folders.ts';
import { readSubgraphsOf } from './text-files.ts';

const usualFolder = 'subgraphs';

/** @param given `subgraphs` when empty. @throws GordianError CONFIG_INVALID for a folder without a subgraph, or two of one name */
export function readNamedSubgraphs(given: readonly string[]): SubgraphFolder[] {
  const folders = (given.length > 0 ? given : [usualFolder]).flatMap(subgraphsIn);
  const names = folders.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice === undefined) return folders;
  throw new GordianError('CONFIG_INVALID', `The subgraph ${twice} is named twice: give each folder once.`);
}

function subgraphsIn(given: string): SubgraphFolder[] {
  const folder = resolve(given);
  if (!existsSync(join(folder, 'contract.yaml'))) return readSubgraphsOf(folder);
  return readSubgraphsOf(dirname(folder)).filter(({ name }) => name === basename(folder));
}
