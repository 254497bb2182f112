// Reads the documents that are trusted: a folder of .graphql files, or a JSON manifest of hash and document.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { GordianError } from '../../kit/errors.ts';
import { sha256 } from './persisted-documents.ts';

/**
 * @returns documents by the SHA-256 (hex) of their text
 * @throws GordianError CONFIG_INVALID naming the file that cannot be used
 */
export function readTrustedDocuments(path: string): ReadonlyMap<string, string> {
  try {
    return statSync(path).isDirectory() ? readFolder(path) : readManifest(path);
  } catch (error) {
    throw new GordianError('CONFIG_INVALID', `Cannot use documents.trusted ${path}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function readFolder(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(graphql|gql)$/.test(file),
  );
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'));
  return new Map(texts.map((text) => [sha256(text), text]));
}

function readManifest(file: string): ReadonlyMap<string, string> {
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest))
    throw new Error('it must be a JSON object of hash and document.');
  const entries = Object.entries(manifest);
  const stray = entries.find(([hash, text]) => typeof text !== 'string' || sha256(text) !== hash);
  if (stray) throw new Error(`the key ${stray[0]} is not the SHA-256 (hex) of its document.`);
  return new Map(entries as [string, string][]);
}
