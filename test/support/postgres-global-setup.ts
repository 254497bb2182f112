// One Postgres server for a whole test run: the one at DATABASE_URL, or an embedded one in a temporary folder. A run of
// unit tests alone needs none and starts none.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../kit/embedded-postgres.ts';
import { freePort } from '../../kit/free-port.ts';
import { silentLog } from '../../kit/log.ts';
import { createDatabase } from '../../kit/postgres.ts';
import { postmasterOf } from '../../kit/postmaster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Administrator's URL of the server of this run; empty when no test of the run needs one. */
    readonly postgresUrl: string;
    /** Part of the names of databases that the files of this run share. */
    readonly runId: string;
  }
}

export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.DATABASE_URL;
  const runId = randomUUID().replaceAll('-', '');
  project.provide('runId', runId);
  if (given || !(await needsPostgres(project))) {
    project.provide('postgresUrl', given ?? '');
    return given ? () => dropShared(given, runId) : undefined;
  }
  const dataDirectory = mkdtempSync(join(tmpdir(), 'gordian-test-'));
  // Such a folder is closed to others, and the server's account is another one when we are root.
  chmodSync(dataDirectory, 0o711);
  const server = await startEmbeddedPostgres({
    dataDirectory,
    port: await freePort(),
    log: silentLog,
    // Only the run of the tests is at stake, not data.
    serverSettings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  project.provide('postgresUrl', server.url);
  const guard = endWithThisProcess(server.dataDirectory);
  return async () => {
    guard.kill('SIGKILL');
    await server.stop();
    rmSync(server.dataDirectory, { recursive: true, force: true });
    rmSync(dataDirectory, { recursive: true, force: true });
  };
}

/** A server that outlives the run must not keep what its files shared. */
async function dropShared(url: string, runId: string): Promise<void> {
  const administrator = createDatabase({ url, applicationName: 'test', statementTimeoutMs: 60_000 });
  const shared = await administrator.query<{ name: string }>(
    'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)',
    [`seeded_${runId}`],
  );
  for (const { name } of shared) await administrator.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await administrator.close();
}

/** A run that is killed tears nothing down. This shell waits for the end of a pipe that only we hold open, and does it then. */
function endWithThisProcess(dataDirectory: string): ChildProcess {
  const { pid } = postmasterOf(join(dataDirectory, 'data'))!;
  const script = 'read -r _; kill -INT "$0"; while kill -0 "$0"; do sleep 0.2; done; rm -rf "$1"';
  const guard = spawn('sh', ['-c', script, String(pid), dataDirectory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // A system without a shell goes without the guard.
  guard.once('error', () => {}).unref();
  return guard;
}

async function needsPostgres(project: TestProject): Promise<boolean> {
  // Vitest keeps the file filters of the command line here without declaring it; without them, all files count.
  const { filenamePattern } = project.vitest as unknown as { filenamePattern?: string[] };
  const { testFiles } = await project.globTestFiles(filenamePattern);
  return testFiles.length > 0;
}
