// A process that runs one mutant after the other and says what became of each. A mutant that never ends can only be ended with its
// process, which is why this is one of its own.
import type { Mutant } from './mutant.ts';
import { createTestRunner, type TestFileResult, type TestRunner } from './test-runner.ts';

/** What the parent asks; a null mutant runs every file to its end. */
export interface Task {
  readonly files: readonly string[];
  readonly mutant: Mutant | null;
}

export type TaskResult = readonly TestFileResult[];

let runner: Promise<TestRunner> | null = null;

process.on('message', async (task: Task) => {
  runner ??= createTestRunner(task.mutant !== null);
  const result: TaskResult = await (await runner).run(task.files, task.mutant);
  process.send!(result);
});
process.on('disconnect', () => process.exit(0));
