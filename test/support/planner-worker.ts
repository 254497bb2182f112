// The compiled planner worker, for a gateway that a test runs from sources: Node starts no thread on TypeScript.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import { compileTree } from './compiled-tree.ts';

let tree: ReturnType<typeof compileTree> | undefined;

afterAll(() => tree?.remove());

/** Compiled once per test file; gone when its tests have run. */
export function plannerWorker(): URL {
  tree ??= compileTree();
  return pathToFileURL(join(tree.folder, 'gateway/plan/planner-worker.js'));
}
