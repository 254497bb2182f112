// The queries that a deployment keeps for its people: .graphql files in a folder, which come there as other code does. Read when
// they are asked for, so that what is written shows without a restart.
import { type Dirent, statSync } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { GordianError } from '../../kit/errors.ts';
import type { Log } from '../../kit/log.ts';

export interface SavedQueries {
  /** Sorted by file. */
  readonly queries: readonly { readonly file: string; readonly text: string }[];
  /** What was left out, one sentence each. */
  readonly problems: readonly string[];
}

export interface SavedQueryFolder {
  read(): Promise<SavedQueries>;
}

const maximumFiles = 200;
const maximumFileBytes = 64 * 1024;
const maximumLevels = 4;
/** Many pages may be opened at once. */
const readAgainMs = 1_000;

/** @throws GordianError CONFIG_INVALID when it is no folder */
export function savedQueryFolder(folder: string, log: Log): SavedQueryFolder {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new GordianError('CONFIG_INVALID', `playground.queries: ${folder} is no folder.`);
  let reading: Promise<SavedQueries> | null = null;
  let readUntilMs = 0;
  let toldOf = '';

  async function readAndTell(): Promise<SavedQueries> {
    const saved = await readFolder(folder);
    const problems = saved.problems.join(' ');
    if (problems !== toldOf && problems !== '') log.warn({ event: 'queries.leftOut' }, problems);
    toldOf = problems;
    return saved;
  }

  return {
    read() {
      if (reading === null || performance.now() >= readUntilMs) {
        readUntilMs = performance.now() + readAgainMs;
        reading = readAndTell();
      }
      return reading;
    },
  };
}

async function readFolder(folder: string): Promise<SavedQueries> {
  const files = await filesBelow(folder, folder, maximumLevels).catch(() => null);
  if (files === null) return { queries: [], problems: ['The folder of saved queries cannot be read at the moment.'] };
  const problems =
    files.length > maximumFiles ? [`Only the first ${maximumFiles} of ${files.length} queries are listed.`] : [];
  const read = await Promise.all(files.slice(0, maximumFiles).map((file) => readQuery(folder, file)));
  return {
    queries: read.flatMap((query) => ('text' in query ? [query] : [])),
    problems: [...problems, ...read.flatMap((query) => ('problem' in query ? [query.problem] : []))],
  };
}

/** Links are not followed: they may lead anywhere. */
async function filesBelow(root: string, folder: string, levels: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const below = entries.map(async (entry: Dirent) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return levels > 1 && !entry.name.startsWith('.') ? filesBelow(root, path, levels - 1) : [];
    return entry.isFile() && entry.name.endsWith('.graphql') ? [relative(root, path).split(sep).join('/')] : [];
  });
  return (await Promise.all(below)).flat().sort();
}

type Query = SavedQueries['queries'][number];

async function readQuery(folder: string, file: string): Promise<Query | { readonly problem: string }> {
  const path = join(folder, file);
  try {
    const { size } = await lstat(path);
    if (size > maximumFileBytes) return { problem: `${file} has ${size} bytes; at most ${maximumFileBytes} are read.` };
    return { file, text: await readFile(path, 'utf8') };
  } catch {
    return { problem: `${file} cannot be read.` };
  }
}
