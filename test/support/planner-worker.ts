// The compiled planner worker, for a gateway that a test runs from sources: Node starts no thread on TypeScript.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compiledTree } from './compiled-tree.ts';

export function plannerWorker(): URL {
  return pathToFileURL(join(compiledTree(), 'gateway/plan/planner-worker.js'));
}
