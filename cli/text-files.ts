// Files named on the command line. `-` is standard input or output.
import { createReadStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { GordianError } from '../kit/errors.ts';
import { readSubgraphFolders, type SubgraphFolder } from '../schema/subgraph-folders.ts';
import { writeData } from './output.ts';

/** @throws GordianError CONFIG_INVALID when the file cannot be read */
export function readTextFile(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw new GordianError('CONFIG_INVALID', `Cannot read ${shown(path)}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** For what may be larger than memory. @throws GordianError CONFIG_INVALID when there is no such file */
export function openTextFile(path: string): Readable {
  if (path === '-') return process.stdin;
  if (existsSync(path)) return createReadStream(path);
  throw new GordianError('CONFIG_INVALID', `Cannot read ${path}: there is no such file.`);
}

/** @throws GordianError CONFIG_INVALID when the file cannot be written, BAD_USER_INPUT when it exists and may not be replaced */
export function writeTextFile(path: string, text: string, options: { readonly replace: boolean }): void {
  if (path === '-') {
    writeData(text);
    return;
  }
  if (!options.replace && existsSync(path)) {
    throw new GordianError(
      'BAD_USER_INPUT',
      `${path} exists. Add --force to replace it, or choose another file with -o.`,
    );
  }
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new GordianError('CONFIG_INVALID', `Cannot write ${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** @throws GordianError CONFIG_INVALID when the folder cannot be read or holds no subgraph */
export function readSubgraphsOf(folder: string): SubgraphFolder[] {
  const folders = readFolders(folder);
  if (folders.length > 0) return folders;
  throw new GordianError(
    'CONFIG_INVALID',
    `No subgraph in ${folder}: each is a folder with a contract.yaml and a schema.graphql.`,
  );
}

function readFolders(folder: string): SubgraphFolder[] {
  try {
    return readSubgraphFolders(folder);
  } catch (error) {
    throw new GordianError('CONFIG_INVALID', `Cannot read the subgraphs in ${folder}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function shown(path: string): string {
  return path === '-' ? 'standard input' : path;
}
