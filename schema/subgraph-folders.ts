// The subgraphs of a repository. A folder that holds a contract.yaml is registered by that; there is no other list.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface ContractFile {
  /** `subgraphs/customers/contract.yaml`, for messages. */
  readonly file: string;
  readonly text: string;
}

export interface SubgraphFolder {
  /** Name of the folder and of the subgraph, `customers`. */
  readonly name: string;
  /** `subgraphs/customers/schema.graphql`, for messages. */
  readonly file: string;
  readonly sdl: string;
  /** contract.yaml first, then `<product>.contract.yaml` by name. */
  readonly contracts: readonly ContractFile[];
}

const mainContract = 'contract.yaml';

/** @param root the folder of the subgraphs; reads synchronously, for starts and command lines
 *  @returns the subgraphs by name
 *  @throws when the root, or the schema.graphql of a registered folder, cannot be read */
export function readSubgraphFolders(root: string): SubgraphFolder[] {
  return subgraphNames(root).map((name) => readSubgraphFolder(root, name));
}

/** Of the folders that are registered. @throws when the root cannot be read */
export function subgraphNames(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, mainContract)))
    .map(({ name }) => name)
    .sort((a, b) => (a < b ? -1 : 1));
}

/**
 * @param served what the subgraph says itself that it serves; its schema.graphql when absent
 * @throws when a file cannot be read
 */
export function readSubgraphFolder(root: string, name: string, served?: string): SubgraphFolder {
  const read = (file: string) => readFileSync(join(root, name, file), 'utf8');
  const shown = (file: string) => join(basename(root), name, file);
  const further = readdirSync(join(root, name))
    .filter((file) => file.endsWith(`.${mainContract}`))
    .sort();
  return {
    name,
    file: shown('schema.graphql'),
    sdl: served ?? read('schema.graphql'),
    contracts: [mainContract, ...further].map((file) => ({ file: shown(file), text: read(file) })),
  };
}
