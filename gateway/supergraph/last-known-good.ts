// The artefact of the last generation that served, kept on disk, so that a restart does not need the registry.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SupergraphArtefact } from '../../schema/artefact.ts';
import { parseArtefact } from './supergraph-source.ts';

export interface LastKnownGood {
  /** @returns null when there is none or it cannot be trusted */
  read(): Promise<SupergraphArtefact | null>;
  /** Whole or not at all: a crash in the middle leaves the former one. */
  keep(artefact: SupergraphArtefact): Promise<void>;
}

export function lastKnownGood(file: string): LastKnownGood {
  return {
    async read() {
      try {
        return parseArtefact(JSON.parse(await readFile(file, 'utf8')));
      } catch {
        return null;
      }
    },
    async keep(artefact) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(`${file}.next`, JSON.stringify(artefact), { mode: 0o600 });
      await rename(`${file}.next`, file);
    },
  };
}
