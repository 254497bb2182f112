// Reports on disk: what could not be sent is written there, so that neither the end of the process nor a crash loses it, and sent
// by the next process that finds it. Each is a file named for its number.
import { readdirSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstanceFolder } from '../../kit/instance-folders.ts';
import { writeWhole } from '../../kit/write-whole.ts';

export interface KeptReports {
  readonly instance: string;
  /** Replaces what is kept under the number. */
  keep(sequence: number, report: string): Promise<void>;
  /** Never rejects: what stays is sent again, and known. */
  forget(sequence: number): Promise<void>;
  /** In their order. */
  sequences(): number[];
  /** Null when it cannot be read. */
  read(sequence: number): Promise<string | null>;
  release(): void;
}

const fileOf = (sequence: number) => `${String(sequence).padStart(12, '0')}.json`;

export function keptReports({ instance, path, release }: InstanceFolder): KeptReports {
  const kept = new Set(
    readdirSync(path).flatMap((name) => (/^\d{12}\.json$/.test(name) ? Number.parseInt(name, 10) : [])),
  );
  return {
    instance,
    async keep(sequence, report) {
      await writeWhole(join(path, fileOf(sequence)), report);
      kept.add(sequence);
    },
    async forget(sequence) {
      if (kept.delete(sequence)) await rm(join(path, fileOf(sequence)), { force: true }).catch(() => {});
    },
    sequences: () => [...kept].sort((one, other) => one - other),
    read: (sequence) => readFile(join(path, fileOf(sequence)), 'utf8').catch(() => null),
    release,
  };
}
