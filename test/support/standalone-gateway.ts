// A gateway of this process on a supergraph file, with everything open: for tests of the HTTP face.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readGatewayConfig } from '../../gateway/config.ts';
import { createGateway } from '../../gateway/create-gateway.ts';
import type { Gateway } from '../../gateway/gateway.ts';
import { createGatewayServer } from '../../gateway/server.ts';
import { type Log, silentLog } from '../../kit/log.ts';
import { plannerWorker } from './planner-worker.ts';

export interface StandaloneGateway {
  readonly url: string;
  readonly gateway: Gateway;
  /** What it serves, unless the settings say otherwise. */
  readonly supergraphFile: string;
  close(): Promise<void>;
}

export interface StandaloneOptions {
  readonly log?: Log;
  readonly env?: NodeJS.ProcessEnv;
  /** How often it looks at its file. */
  readonly pollIntervalMs?: number;
}

/** @param settings of the configuration file, besides supergraph and policy */
export async function startStandaloneGateway(
  supergraphSdl: string,
  settings: object = {},
  { log = silentLog, env = {}, pollIntervalMs = 5_000 }: StandaloneOptions = {},
): Promise<StandaloneGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'gordian-gateway-'));
  const path = join(folder, 'supergraph.graphql');
  const configFile = join(folder, 'gateway.yaml');
  writeFileSync(path, supergraphSdl);
  writeFileSync(
    configFile,
    stringify({
      supergraph: { kind: 'file', path, pollIntervalMs },
      policy: 'none',
      stateDirectory: folder,
      ...settings,
    }),
  );
  const config = readGatewayConfig(configFile, env);
  const gateway = await createGateway(config, log, plannerWorker());
  const server = createGatewayServer(gateway);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    gateway,
    supergraphFile: path,
    async close() {
      gateway.listeners.stop();
      gateway.dryRun?.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await gateway.generations.stop();
      await gateway.audit.stop();
      await gateway.grants.stop();
      await gateway.standing?.stop();
      // What it keeps for its next start may be on its way to the disk still.
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
