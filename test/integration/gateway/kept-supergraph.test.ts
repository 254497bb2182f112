// What a gateway has believed before it was restarted, and what the registry says then.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { artefactId } from '../../../schema/artefact.ts';
import {
  type ArtefactSigner,
  createArtefactSigner,
  type SignedArtefact,
} from '../../../subgraphs/metadata/registry/sign-artefact.ts';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { composeSmall } from '../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';

let folder: string;
let signer: ArtefactSigner;
let registry: HttpStub;
let offered: SignedArtefact | null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gordian-signed-'));
  signer = await signerWithKey('ours');
  writeFileSync(join(folder, 'keys.json'), JSON.stringify({ keys: signer.keys }));
  registry = await startHttpStub(({ path }) => {
    if (path === '/token') return { status: 200, body: { access_token: 'a token', expires_in: 300 } };
    if (!path.startsWith('/registry/supergraph?') || offered === null) return { status: 503, body: {} };
    return {
      status: 200,
      headers: { 'gordian-signature': offered.signature },
      body: JSON.parse(offered.bytes.toString()) as unknown,
    };
  });
  onTestFinished(async () => {
    await registry.close();
    rmSync(folder, { recursive: true });
  });
});

function signerWithKey(name: string): Promise<ArtefactSigner> {
  const keyFile = join(folder, `${name}.pem`);
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return createArtefactSigner(keyFile);
}

function publication(sequence: number, supergraphSdl: string): Promise<SignedArtefact> {
  const id = artefactId(supergraphSdl, {});
  const publishedAt = '2026-03-01T00:00:00.000Z';
  return signer.sign({ id, publishedAt, variant: 'prod', sequence, supergraphSdl, classifications: {} });
}

const graph = (field: string) => composeSmall({ one: { sdl: `type Query { ${field}: String }`, url: registry.url } });

async function start(): Promise<StandaloneGateway> {
  const gateway = await startStandaloneGateway(
    '',
    {
      supergraph: {
        kind: 'registry',
        url: registry.url,
        publicKeysFile: join(folder, 'keys.json'),
        pollIntervalMs: 20,
      },
      service: { tokenUrl: `${registry.url}/token`, clientId: 'gateway' },
      stateDirectory: join(folder, 'state'),
      playground: { enabled: false },
    },
    { env: { GORDIAN_CLIENT_SECRET: 'only for tests' } },
  );
  return gateway;
}

const served = ({ gateway }: StandaloneGateway) =>
  Object.keys(gateway.generations.current()?.planner.apiSchema.getQueryType()?.getFields() ?? {});

async function startOnce(artefact: SignedArtefact): Promise<void> {
  offered = artefact;
  const gateway = await start();
  expect(served(gateway)).toEqual(['now']);
  await gateway.close();
}

test('a good signature of yesterday does not open what was open yesterday, also not by a restart', async () => {
  await startOnce(await publication(2, graph('now')));
  offered = await publication(1, graph('before'));
  const restarted = await start();
  onTestFinished(() => restarted.close());
  expect(served(restarted)).toEqual(['now']);
});

test('a newer one that cannot be served leaves the one that was kept, also at a restart', async () => {
  await startOnce(await publication(1, graph('now')));
  offered = await publication(2, 'type Query { broken: String }');
  const restarted = await start();
  onTestFinished(() => restarted.close());
  expect(served(restarted)).toEqual(['now']);
});

test('what is signed by somebody else is not served, and what was kept is', async () => {
  await startOnce(await publication(1, graph('now')));
  signer = await signerWithKey('theirs');
  offered = await publication(2, graph('theirs'));
  const restarted = await start();
  onTestFinished(() => restarted.close());
  expect(served(restarted)).toEqual(['now']);
});
