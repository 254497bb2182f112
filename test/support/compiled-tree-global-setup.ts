// Where the compiled code of this run lies, if a test asks for it (compiled-tree.ts), and its end.
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { packageFile } from '../../kit/package-files.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Not there until somebody needs it. */
    readonly compiledTree: string;
  }
}

export function setup(project: TestProject): () => void {
  const folder = packageFile(`dist/test-${randomUUID()}`);
  project.provide('compiledTree', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
