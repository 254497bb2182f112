// A registry whose database, process or gateway is killed with SIGKILL again and again while publishers race for the next version
// of one product. Whoever gets no answer asks again with the same key, as a pipeline would, until there is one.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { stringify } from 'yaml';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../kit/embedded-postgres.ts';
import { freePort } from '../../../kit/free-port.ts';
import { silentLog } from '../../../kit/log.ts';
import { postmasterOf } from '../../../kit/postmaster.ts';
import { provisionDomain } from '../../../kit/provision-domain.ts';
import { createDice } from '../../support/federation/dice.ts';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { type JsonLinesProcess, startJsonLinesProcess } from '../../support/json-lines-process.ts';
import { startTestIssuer, type TestIssuer } from '../../support/token-issuer.ts';
import { changedPeople } from '../metadata/registry/publishing.ts';

export interface KillingOptions {
  /** Where the compiled processes are. */
  readonly tree: string;
  readonly kills: number;
  readonly seed: string;
}

export interface KilledRegistry {
  /** Version -> the publisher who was told that it is published. */
  readonly acknowledged: ReadonlyMap<string, string>;
  /** Answers that are neither a publication nor a lost race. */
  readonly unexpected: readonly string[];
  /** Of the database, once everything is over. */
  readonly databaseUrl: string;
  /** Of the artefact that the gateway serves in the end. */
  readonly servedByGateway: string;
  /** How often each was killed. */
  readonly victims: Readonly<Record<Victim, number>>;
  close(): Promise<void>;
}

type Victim = 'postgres' | 'metadata' | 'gateway';
const victims: readonly Victim[] = ['postgres', 'metadata', 'gateway'];
const publishers = ['ann', 'ben', 'cid'];
/** Publications between two kills. */
const versionsPerLife = 2;

export async function killRegistry({ tree, kills, seed }: KillingOptions): Promise<KilledRegistry> {
  const dice = createDice(seed);
  const world = await startWorld(tree);
  const killed: Record<Victim, number> = { postgres: 0, metadata: 0, gateway: 0 };
  const race = startRace(world);
  for (let kill = 0; kill < kills; kill++) {
    const goal = race.acknowledged.size + versionsPerLife;
    while (race.acknowledged.size < goal && race.unexpected.length === 0) await pause(5);
    // Anywhere in the life of a request.
    await pause(dice.below(60));
    const victim = victims[kill % victims.length]!;
    killed[victim]++;
    await world.killAndRestart(victim);
  }
  await race.finish();
  return {
    ...race,
    databaseUrl: world.databaseUrl(),
    servedByGateway: await world.generation(await world.newest()),
    victims: killed,
    close: world.close,
  };
}

interface World {
  databaseUrl(): string;
  publish(version: string, publisher: string, key: string): Promise<{ readonly status: number; readonly code: string }>;
  killAndRestart(victim: Victim): Promise<void>;
  /** Of the newest artefact. */
  newest(): Promise<string>;
  /** The generation of the gateway, as soon as it is made of the artefact; what it is after some seconds otherwise. */
  generation(artefact: string): Promise<string>;
  close(): Promise<void>;
}

async function startWorld(tree: string): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'gordian-kills-'));
  const issuer = await startTestIssuer();
  const tokens = await startHttpStub(async () => ({
    status: 200,
    body: { access_token: await token(issuer, 'gordian:supergraph:read'), expires_in: 300 },
  }));
  const ports = { postgres: await freePort(), metadata: await freePort(), gateway: await freePort() };
  const dataDirectory = join(folder, 'postgres');
  const startPostgres = () => startEmbeddedPostgres({ dataDirectory, port: ports.postgres, log: silentLog });
  let postgres: EmbeddedPostgres = await startPostgres();
  const databaseUrl = await provisionDomain(postgres.url, { domain: 'metadata', password: 'test' });
  const metadataUrl = `http://127.0.0.1:${ports.metadata}`;
  const starts = {
    metadata: () => startMetadataProcess(tree, ports.metadata, databaseUrl, issuer),
    gateway: () => startGatewayProcess(tree, { folder, port: ports.gateway, metadataUrl, tokens }),
  };
  const processes = { metadata: await starts.metadata(), gateway: await starts.gateway() };

  const restartPostgres = async (): Promise<void> => {
    process.kill(postmasterOf(join(postgres.dataDirectory, 'data'))!.pid, 'SIGKILL');
    await postgres.exited;
    await postgres.stop();
    postgres = await startPostgres();
  };
  return {
    databaseUrl: () => databaseUrl,
    async publish(version, publisher, key) {
      const { name, file, sdl, contracts } = changedPeople(version, (text) =>
        text.replace('Who we know.', `Claimed by ${publisher}.`),
      );
      const answer = await request(`${metadataUrl}/registry/register`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': key,
          authorization: `Bearer ${await token(issuer, 'gordian:contract:write', publisher)}`,
        },
        body: JSON.stringify({
          subgraphs: [{ name, url: 'http://127.0.0.1:9', sdl, sdlFile: file, contracts }],
          sourceRevision: key,
        }),
        headersTimeout: 30_000,
      });
      const body = (await answer.body.json()) as { code?: string; errors?: { extensions: { code: string } }[] };
      return { status: answer.statusCode, code: body.code ?? body.errors?.[0]?.extensions.code ?? '' };
    },
    async killAndRestart(victim) {
      if (victim === 'postgres') return restartPostgres();
      processes[victim].kill('SIGKILL');
      await processes[victim].ended;
      processes[victim] = await starts[victim]();
    },
    async newest() {
      const answer = await request(`${metadataUrl}/registry/supergraph`, {
        headers: { authorization: `Bearer ${await token(issuer, 'gordian:supergraph:read')}` },
      });
      return ((await answer.body.json()) as { id: string }).id;
    },
    async generation(artefact) {
      let generation = '';
      for (let attempt = 0; attempt < 200 && !artefact.startsWith(generation || '-'); attempt++) {
        const answer = await request(`http://127.0.0.1:${ports.gateway}/ready`);
        generation = String(((await answer.body.json()) as { generation?: string }).generation).split('.')[0]!;
        await pause(50);
      }
      return generation;
    },
    async close() {
      for (const running of Object.values(processes)) {
        running.kill('SIGTERM');
        await running.ended;
      }
      await postgres.stop();
      await Promise.all([tokens.close(), issuer.stop()]);
      rmSync(postgres.dataDirectory, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function token(issuer: TestIssuer, scope: string, client = 'gateway'): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: issuer.url, aud: 'gordian', sub: client, azp: client, scope, domains: '*' };
  return issuer.sign({ ...claims, iat: now, exp: now + 300 });
}

async function startMetadataProcess(
  tree: string,
  port: number,
  databaseUrl: string,
  issuer: TestIssuer,
): Promise<JsonLinesProcess> {
  const metadata = startJsonLinesProcess({
    args: [join(tree, 'subgraphs/metadata/main.js'), '--migrate'],
    env: {
      GORDIAN_PORT: String(port),
      GORDIAN_DATABASE_URL: databaseUrl,
      GORDIAN_GATEWAY_JWKS_URL: issuer.jwksUrl,
      GORDIAN_ISSUER: issuer.url,
      GORDIAN_AUDIENCE: 'gordian',
      GORDIAN_JWKS_URL: issuer.jwksUrl,
    },
  });
  await metadata.event('listening');
  return metadata;
}

async function startGatewayProcess(
  tree: string,
  world: { folder: string; port: number; metadataUrl: string; tokens: HttpStub },
): Promise<JsonLinesProcess> {
  const file = join(world.folder, 'gateway.yaml');
  const settings = {
    supergraph: { kind: 'registry', url: world.metadataUrl },
    server: { port: world.port },
    policy: 'none',
    service: { tokenUrl: world.tokens.url, clientId: 'gateway' },
    stateDirectory: join(world.folder, 'gateway'),
    playground: { enabled: false },
    audit: { mode: 'off' },
  };
  writeFileSync(file, stringify(settings));
  const gateway = startJsonLinesProcess({
    args: [join(tree, 'gateway/main.js'), '--config', file],
    env: { GORDIAN_CLIENT_SECRET: 'only for tests' },
  });
  await gateway.event('listening');
  return gateway;
}

interface Race {
  readonly acknowledged: ReadonlyMap<string, string>;
  readonly unexpected: readonly string[];
  /** Resolves when everybody has the last answer. */
  finish(): Promise<void>;
}

function startRace(world: World): Race {
  const acknowledged = new Map<string, string>();
  const unexpected: string[] = [];
  let isOver = false;
  const run = async (publisher: string): Promise<void> => {
    while (!isOver && unexpected.length === 0) {
      const version = `1.0.${acknowledged.size + 1}`;
      const { status, code } = await publishOnce(world, version, publisher);
      if (status === 200 && acknowledged.has(version)) unexpected.push(`${version} was acknowledged twice`);
      if (status === 200) acknowledged.set(version, publisher);
      else if (status !== 409 && status !== 422) unexpected.push(`${version} of ${publisher}: ${status} ${code}`);
    }
  };
  const running = Promise.all(publishers.map(run));
  return {
    acknowledged,
    unexpected,
    async finish() {
      isOver = true;
      await running;
    },
  };
}

function publishOnce(world: World, version: string, publisher: string): Promise<Answer> {
  const key = randomUUID();
  return untilAnswered(() => world.publish(version, publisher, key));
}

type Answer = Awaited<ReturnType<World['publish']>>;

/** Asks the same again while there is nobody, or somebody who cannot answer now. */
async function untilAnswered(ask: () => Promise<Answer>): Promise<Answer> {
  let last: unknown;
  for (let attempt = 0; attempt < 600; attempt++) {
    try {
      const answer = await ask();
      if (answer.status !== 503) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    await pause(50);
  }
  throw new Error('Nobody answered for half a minute.', { cause: last });
}
