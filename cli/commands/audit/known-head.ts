// The end of the chain as it was seen last, kept apart from the chain: whoever cuts it off does not have this file.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { GordianError } from '../../../kit/errors.ts';
import type { ChainHead } from './check-export.ts';

/** Null the first time. @throws GordianError CONFIG_INVALID */
export function readHead(file: string): ChainHead | null {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ChainHead;
  } catch (cause) {
    throw new GordianError('CONFIG_INVALID', `${file} holds no end of a chain; remove it, or name another: --head.`, {
      cause,
    });
  }
}

export function keepHead(file: string, head: ChainHead): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(head));
}
