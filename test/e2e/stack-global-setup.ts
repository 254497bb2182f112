// One whole system for all end-to-end tests: started from nothing in a temporary directory, as `npm start` does, and taken down at the end.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startStack } from '../../cli/stack/stack.ts';
import { personas } from '../../policies/personas.ts';
import { dutyManager } from '../support/duty-manager.ts';
import { freeBasePort } from '../support/free-base-port.ts';
import { copyPolicyFolder } from '../support/policy-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly gatewayUrl: string;
    /** Base URL of each process by name. */
    readonly processUrls: Readonly<Record<string, string>>;
    readonly pids: Readonly<Record<string, number>>;
    readonly logDirectory: string;
    /** Every connection that left the machine, a line each. */
    readonly connectionsFile: string;
    readonly policyDirectory: string;
  }
}

const root = join(import.meta.dirname, '../..');

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stateDirectory = mkdtempSync(join(tmpdir(), 'gordian-e2e-'));
  // The database runs under an account of its own where the tests run as root, and must reach its folder.
  chmodSync(stateDirectory, 0o711);
  const connectionsFile = join(stateDirectory, 'connections');
  // Tests change rules, and not those of the checkout.
  const policies = copyPolicyFolder();
  const stack = await startStack({
    stateDirectory,
    basePort: await freeBasePort(),
    chosenPorts: new Map(),
    databaseUrl: process.env.DATABASE_URL || null,
    activityPerMinute: 0,
    policyDirectory: policies.path,
    personas: async () => [...personas, dutyManager],
    inheritedEnvironment: {
      PATH: process.env.PATH ?? '',
      CONNECTIONS_FILE: connectionsFile,
      NODE_OPTIONS: `--require=${join(root, 'test/support/record-connections.cjs')}`,
    },
    report: () => undefined,
  });
  project.provide('gatewayUrl', stack.url);
  project.provide(
    'processUrls',
    Object.fromEntries([...stack.ports].map(([name, port]) => [name, `http://127.0.0.1:${port}`])),
  );
  project.provide('pids', Object.fromEntries([...stack.processes].map(([name, process]) => [name, process.pid()!])));
  project.provide('logDirectory', join(stateDirectory, 'logs'));
  project.provide('connectionsFile', connectionsFile);
  project.provide('policyDirectory', policies.path);
  return async () => {
    await stack.stop();
    rmSync(stateDirectory, { recursive: true, force: true });
    policies.remove();
  };
}
