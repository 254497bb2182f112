// Calls back with the files of a project that changed, once they stand still. Looks at times and sizes from time to time: what the
// operating system tells of changes is faster and not to be relied on (folders that are replaced, network drives, containers).
import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

export interface ProjectWatch {
  stop(): void;
}

type Look = ReadonlyMap<string, string>;

const lookEveryMs = 200;
/** Long enough for an editor to write the rest of a file, short enough for nobody to wait. */
const standstillMs = 50;
const otherFolders = /^(node_modules|dist|\..*)$/;
const otherFiles = /(^\.|~$|\.sw[a-p]$|\.tmp$)/;

/**
 * @param paths files and folders within the root, asked for at every look; they need not exist
 * Resolves when it knows the files as they are.
 * @param changed paths relative to the root, with `/`; called for a whole storm of changes at once
 */
export async function watchProject(
  root: string,
  paths: () => readonly string[],
  changed: (paths: readonly string[]) => void,
): Promise<ProjectWatch> {
  let known = await lookAt(root, paths());
  /** Differs from what is known, and may still be written to. */
  let moving: Look | null = null;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    const seen = await lookAt(root, paths());
    if (stopped) return;
    const difference = differences(known, seen);
    const standsStill = moving !== null && differences(moving, seen).length === 0;
    moving = difference.length > 0 && !standsStill ? seen : null;
    if (difference.length > 0 && standsStill) {
      known = seen;
      changed(difference);
    }
    timer = setTimeout(() => void look(), moving === null ? lookEveryMs : standstillMs);
  };

  timer = setTimeout(() => void look(), lookEveryMs);
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function lookAt(root: string, paths: readonly string[]): Promise<Look> {
  const found = await Promise.all([...new Set(paths)].map((path) => filesBelow(join(root, path))));
  return new Map(
    found.flat().map(({ file, stats }) => [nameOf(root, file), `${stats.ino} ${stats.size} ${stats.mtimeMs}`]),
  );
}

interface Found {
  readonly file: string;
  readonly stats: Stats;
}

/**
 * What vanishes under our eyes is not there.
 * @param within folders on the way to it: a link may lead back to one of them
 */
async function filesBelow(path: string, within: readonly string[] = []): Promise<Found[]> {
  const stats = await stat(path).catch(() => null);
  const folder = `${stats?.dev} ${stats?.ino}`;
  if (stats === null || within.includes(folder)) return [];
  if (stats.isFile()) return [{ file: path, stats }];
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const wanted = entries.filter(({ name }) => !otherFolders.test(name) && !otherFiles.test(name));
  return (await Promise.all(wanted.map(({ name }) => filesBelow(join(path, name), [...within, folder])))).flat();
}

function nameOf(root: string, file: string): string {
  return relative(root, file).split(sep).join('/');
}

function differences(before: Look, after: Look): string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .sort();
}
