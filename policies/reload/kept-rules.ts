// The sources of the last rules that served, kept on disk: a start with a broken policy folder goes on with these.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeWhole } from '../../kit/write-whole.ts';
import { type RuleFiles, ruleFiles } from './rule-files.ts';

export interface KeptRules {
  /** @returns null when there are none, or what there is cannot be trusted */
  read(): Promise<RuleFiles | null>;
  /** Whole or not at all: a crash in the middle leaves the former ones. */
  keep(files: RuleFiles): Promise<void>;
}

const shape = z.strictObject({
  directory: z.string(),
  digest: z.string(),
  sources: z.record(z.string(), z.string()),
  golden: z.string().nullable(),
});

export function keptRules(file: string): KeptRules {
  return {
    async read() {
      try {
        const { directory, digest, sources, golden } = shape.parse(JSON.parse(await readFile(file, 'utf8')));
        const files = ruleFiles(directory, new Map(Object.entries(sources)), golden);
        return files.digest === digest ? files : null;
      } catch {
        return null;
      }
    },
    async keep({ directory, digest, sources, golden }) {
      await writeWhole(file, JSON.stringify({ directory, digest, sources: Object.fromEntries(sources), golden }));
    },
  };
}
