import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageFile } from '../../../kit/package-files.ts';
import { startThread } from '../../../kit/thread.ts';

const folder = mkdtempSync(join(tmpdir(), 'threads-'));

/** Node starts no thread on TypeScript. */
beforeAll(() => {
  buildSync({ entryPoints: [packageFile('kit/thread.ts')], outfile: join(folder, 'thread.mjs'), format: 'esm' });
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, text: string): URL {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, text);
  return pathToFileURL(file);
}

describe('a thread that is ended', () => {
  test('while it loads its modules has loaded them first', async () => {
    // The mark is made while modules load: what comes after `threadData` may be cut off.
    fileOf(
      'slow',
      `import { workerData } from 'node:worker_threads';
       await new Promise((waited) => setTimeout(waited, 60));
       new Int32Array(workerData.data)[0] = 1;`,
    );
    const file = fileOf(
      'loading',
      `import './slow.mjs';
       import { threadData } from './thread.mjs';
       threadData();
       setInterval(() => {}, 1_000);`,
    );
    const loaded = new SharedArrayBuffer(4);
    await startThread(file, loaded, {}).end();
    expect(new Int32Array(loaded)[0]).toBe(1);
  });

  test('although it could not load is gone at once', async () => {
    const file = fileOf('broken', `import './not-there.mjs';`);
    const { worker, end } = startThread(file, null, {});
    const problem = new Promise<Error>((resolve) => worker.once('error', resolve));
    await end();
    expect((await problem).message).toContain('not-there.mjs');
  });

  test('twice is ended once', async () => {
    const file = fileOf(
      'idle',
      `import { threadData } from './thread.mjs'; threadData(); setInterval(() => {}, 1_000);`,
    );
    const { end } = startThread(file, null, {});
    await Promise.all([end(), end()]);
  });
});
