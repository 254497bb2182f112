// Who takes part in the graph of a project under development: subgraphs that run here, those that somebody runs himself, and those that
// are taken from another registry.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageFile } from '../../kit/package-files.ts';
import { platformSubgraph } from '../../schema/project-subgraphs.ts';
import { readSubgraphFolder, type SubgraphFolder, subgraphNames } from '../../schema/subgraph-folders.ts';
import { readServedSdl } from './attached-subgraph.ts';
import type { DevReport } from './dev-report.ts';
import type { RemoteSubgraph } from './remote-subgraphs.ts';

export interface MembersOptions {
  /** Of the project. */
  readonly root: string;
  /** The only ones that run here; all of the project when empty. */
  readonly only: readonly string[];
  /** Where those are that somebody runs himself. */
  readonly attached: ReadonlyMap<string, string>;
  readonly remote: readonly RemoteSubgraph[];
  readonly report: DevReport;
}

export interface GraphMembers {
  /** Names of all subgraphs of the project, wherever they run. */
  all(): string[];
  /** Names of those that run here, as the folders are now. */
  local(): string[];
  /** Where the gateway finds one that does not run here; null for one that does. */
  urlOf(name: string): string | null;
  /** All, as the files are now; null when one of them cannot be read, which is told. */
  read(): SubgraphFolder[] | null;
  /** Asks those that somebody runs himself what they serve. @returns the names of those that serve something else than before */
  askAttached(): Promise<string[]>;
}

export function createGraphMembers({ root, only, attached, remote, report }: MembersOptions): GraphMembers {
  const folder = join(root, 'subgraphs');
  const served = new Map<string, string>();
  const remoteByName = new Map(remote.map((subgraph) => [subgraph.name, subgraph]));

  const all = (): string[] => [...new Set([...subgraphNames(folder), platformSubgraph])];
  const isWanted = (name: string): boolean => only.length === 0 || only.includes(name) || name === platformSubgraph;
  const local = (): string[] => all().filter((name) => isWanted(name) && !attached.has(name));

  const readOne = (name: string): SubgraphFolder | null => {
    const from = name === platformSubgraph && !existsSync(join(folder, name)) ? packageFile('subgraphs') : folder;
    try {
      const read = readSubgraphFolder(from, name, served.get(name));
      report.solved(`${name} files`);
      return read;
    } catch (error) {
      report.problem(`${name} files`, `subgraphs/${name} cannot be registered: ${whatIsMissing(error as Error)}`);
      return null;
    }
  };

  return {
    all,
    local,
    urlOf: (name) => attached.get(name) ?? (local().includes(name) ? null : (remoteByName.get(name)?.url ?? null)),
    read() {
      const own = [...local(), ...attached.keys()];
      const folders = own.map(readOne);
      if (folders.includes(null)) return null;
      return [...(folders as SubgraphFolder[]), ...remote.filter(({ name }) => !own.includes(name))];
    },
    async askAttached() {
      const changed: string[] = [];
      for (const [name, url] of attached)
        try {
          const sdl = await readServedSdl(name, url);
          report.solved(name, `answers at ${url}`);
          if (served.get(name) !== sdl) changed.push(name);
          served.set(name, sdl);
        } catch (error) {
          report.problem(name, (error as Error).message);
        }
      return changed;
    },
  };
}

function whatIsMissing(error: Error): string {
  const { message, code, path } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' && path ? `${path} is missing.` : message;
}
