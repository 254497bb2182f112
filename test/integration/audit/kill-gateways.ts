// Kills a gateway under load as often as it is told, starts it again each time, and lets the last one deliver what all of them
// left. For a test with a few kills, and for a long run with many.
import { request } from 'undici';
import { freePort } from '../../../kit/free-port.ts';
import { type JsonLinesProcess, startJsonLinesProcess } from '../../support/json-lines-process.ts';
import type { MetadataUnderTest } from '../metadata/metadata-under-test.ts';
import { type AuditedWorld, auditedEnvironment, gatewayMain } from './audited-gateway.ts';

export interface KillingOptions {
  /** Where the compiled gateway is. */
  readonly tree: string;
  readonly metadata: MetadataUnderTest;
  readonly world: AuditedWorld;
  readonly kills: number;
}

export interface Killed {
  /** Ids of the requests whose answers arrived. */
  readonly answered: ReadonlySet<string>;
  readonly starts: number;
}

const clients = 8;
/** Answers between two kills. */
const answersPerLife = 100;

export async function killGateways({ tree, metadata, world, kills }: KillingOptions): Promise<Killed> {
  const port = await freePort();
  const config = world.configure({
    server: { port },
    audit: { mode: 'on', sinkUrl: metadata.url, deliverEveryMs: 50 },
  });
  const start = () => startJsonLinesProcess({ args: [gatewayMain(tree), '--config', config], env: auditedEnvironment });
  const answered = new Set<string>();
  for (let kill = 0; kill < kills; kill++) {
    const gateway = start();
    await gateway.event('listening');
    await loadUntilKilled(gateway, `http://127.0.0.1:${port}/graphql`, answered);
  }
  const last = start();
  await last.event('listening');
  await expectDelivered(metadata, answered);
  last.kill('SIGTERM');
  await last.ended;
  return { answered, starts: kills + 1 };
}

async function loadUntilKilled(gateway: JsonLinesProcess, url: string, answered: Set<string>): Promise<void> {
  const goal = answered.size + answersPerLife;
  let isKilled = false;
  const client = async () => {
    while (!isKilled) {
      const id = await ask(url).catch(() => null);
      if (id !== null) answered.add(id);
      if (answered.size >= goal && !isKilled) {
        isKilled = true;
        gateway.kill('SIGKILL');
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  await gateway.ended;
}

/** @returns the id of the request, when its answer arrived whole */
async function ask(url: string): Promise<string | null> {
  const { headers, body, statusCode } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ hello }"}',
  });
  await body.json();
  return statusCode === 200 ? String(headers['x-request-id']) : null;
}

/** The last gateway delivers what those before it left. */
async function expectDelivered(metadata: MetadataUnderTest, answered: ReadonlySet<string>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const [row] = await metadata.database.query<{ count: number }>(
      `SELECT count(*) AS count FROM audit WHERE action = 'operation.answered'`,
    );
    if (row!.count >= answered.size) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
