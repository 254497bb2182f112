// The content of a policy folder as it stood at one moment: rules.ts and what it may name, and the reviewed table. The rest of such
// a folder is the engine, of which the running process has its own.
import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { GordianError } from '../../kit/errors.ts';

export interface RuleFiles {
  /** Where they come from; for messages. */
  readonly directory: string;
  /** Text by path within the folder, `domains/orders.ts`. */
  readonly sources: ReadonlyMap<string, string>;
  /** The text of golden.txt; null when there is none. */
  readonly golden: string | null;
  /** Of the sources. */
  readonly digest: string;
}

/** Folders within the policy folder, every source of which is content. */
export const contentFolders: readonly string[] = ['domains', 'guardrails', 'masks'];

const contentFiles = /^(rules|vocabulary|personas)\.(ts|js)$/;
const sourceFiles = /(?<!\.d|\.test)\.(ts|js)$/;
const goldenFile = 'golden.txt';

const maxFiles = 1_000;
const maxFileBytes = 1024 * 1024;
/** Long enough for an editor to write the rest of a file, short enough for nobody to wait. */
const standstillMs = 50;
const maxReadings = 100;

/**
 * Reads until two readings in a row are the same, so that no half-written set of files is taken for a whole one.
 * @throws GordianError POLICY_INVALID when the folder cannot be read, or is written to without end
 */
export async function readRuleFiles(directory: string): Promise<RuleFiles> {
  let former: RuleFiles | null = null;
  for (let reading = 0; reading < maxReadings; reading++) {
    const latest: RuleFiles | null = await readOnce(directory);
    if (latest !== null && former !== null && isSame(latest, former)) return latest;
    former = latest;
    await pause(standstillMs);
  }
  throw unreadable(directory, 'its files never stand still');
}

/** Another text whenever a file may have changed, without opening one; null when there is no such folder. */
export async function lookAtRuleFiles(directory: string): Promise<string | null> {
  const look = async (path: string): Promise<string> => {
    const { ino, size, mtimeMs, ctimeMs } = await stat(join(directory, path));
    return [path, ino, size, mtimeMs, ctimeMs].join(' ');
  };
  try {
    const paths = await listFiles(directory);
    // All at once, so that each failure is heard: the folder may vanish under our eyes.
    return (await Promise.all([realpath(directory), ...paths.map(look)])).join('\n');
  } catch {
    return null;
  }
}

/** What a policy folder must hold itself, whatever the process has of the same name. */
export function isContent(path: string): boolean {
  return contentFiles.test(path) || contentFolders.some((folder) => path.startsWith(`${folder}/`));
}

export function ruleFiles(directory: string, sources: ReadonlyMap<string, string>, golden: string | null): RuleFiles {
  const digest = createHash('sha256')
    .update(JSON.stringify([...sources]))
    .digest('hex')
    .slice(0, 16);
  return { directory, sources, golden, digest };
}

/** The table counts: it may be what was missing. */
export function isSame(one: RuleFiles, other: RuleFiles): boolean {
  return one.digest === other.digest && one.golden === other.golden;
}

/** @returns null when a file vanished in the middle, because it is being replaced */
async function readOnce(directory: string): Promise<RuleFiles | null> {
  const paths = await listFiles(directory).catch((error: Error) => {
    throw unreadable(directory, error.message, error);
  });
  try {
    const texts = await Promise.all(paths.map((path) => readText(join(directory, path))));
    const sources = new Map(paths.map((path, index) => [path, texts[index]!]));
    const golden = sources.get(goldenFile) ?? null;
    sources.delete(goldenFile);
    return ruleFiles(directory, sources, golden);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unreadable(directory, (error as Error).message, error);
  }
}

async function readText(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > maxFileBytes) throw new Error(`${file} is larger than ${maxFileBytes} bytes`);
  return readFile(file, 'utf8');
}

async function listFiles(directory: string): Promise<string[]> {
  const top = await readdir(directory);
  const below = await Promise.all(
    contentFolders.filter((folder) => top.includes(folder)).map((folder) => listSources(directory, folder)),
  );
  const files = [...top.filter((name) => contentFiles.test(name) || name === goldenFile), ...below.flat()].sort();
  if (files.length > maxFiles) throw new Error(`it holds more than ${maxFiles} files`);
  return files;
}

async function listSources(directory: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(directory, folder), { recursive: true });
  return entries.filter((path) => sourceFiles.test(path)).map((path) => join(folder, path).split(sep).join('/'));
}

function unreadable(directory: string, why: string, cause?: unknown): GordianError {
  return new GordianError('POLICY_INVALID', `The policy folder ${directory} cannot be read: ${why}.`, { cause });
}
