// A gateway of this process on a supergraph file, with everything open: for tests of the HTTP face.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readGatewayConfig } from '../../gateway/config.ts';
import { createGateway, type Gateway } from '../../gateway/gateway.ts';
import { createGatewayServer } from '../../gateway/server.ts';
import { silentLog } from '../../kit/log.ts';
import { plannerWorker } from './planner-worker.ts';

export interface StandaloneGateway {
  readonly url: string;
  readonly gateway: Gateway;
  close(): Promise<void>;
}

/** @param settings of the configuration file, besides supergraph and policy */
export async function startStandaloneGateway(supergraphSdl: string, settings: object = {}): Promise<StandaloneGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'gordian-gateway-'));
  const path = join(folder, 'supergraph.graphql');
  const configFile = join(folder, 'gateway.yaml');
  writeFileSync(path, supergraphSdl);
  writeFileSync(configFile, stringify({ supergraph: { kind: 'file', path }, policy: 'none', ...settings }));
  const config = readGatewayConfig(configFile, {});
  const gateway = await createGateway(config, silentLog, plannerWorker());
  const server = createGatewayServer(gateway);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    gateway,
    async close() {
      gateway.listeners.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await gateway.generations.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
