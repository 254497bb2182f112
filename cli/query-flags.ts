// An operation as commands take it: `--query` as text or file, `--variables` as JSON.
import { existsSync } from 'node:fs';
import { GordianError } from '../kit/errors.ts';
import { readTextFile } from './text-files.ts';

/** Text that begins like a document is one; anything else is the name of a file. @throws GordianError BAD_USER_INPUT */
export function readQuery(given: string): string {
  if (/^\s*(#|\{|(query|mutation|subscription|fragment)\b[^.]*\{)/.test(given)) return given;
  if (given === '-' || existsSync(given)) return readTextFile(given);
  throw new GordianError('BAD_USER_INPUT', `--query: "${given}" is no file, and no GraphQL document begins like this.`);
}

/** @throws GordianError BAD_USER_INPUT */
export function parseVariables(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw new GordianError('BAD_USER_INPUT', `--variables is not JSON: ${(error as Error).message}`, { cause: error });
  }
  throw new GordianError('BAD_USER_INPUT', '--variables has to be a JSON object, for example \'{"withPrice": true}\'.');
}
