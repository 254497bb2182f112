// A gateway that starts while everything that it is told by is down: it serves what it served last, refuses what it cannot judge, and
// says which.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../../kit/log.ts';
import { buildArtefact } from '../../../schema/artefact.ts';
import { sendOperation } from '../../support/graphql-client.ts';
import { startHttpStub } from '../../support/http-stub.ts';
import { composeSmall } from '../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';
import { nowSeconds, startTestIssuer, type TestIssuer } from '../../support/token-issuer.ts';

const stateDirectory = mkdtempSync(join(tmpdir(), 'gordian-state-'));
const kept = join(stateDirectory, 'supergraph.json');
let lines: string[] = [];
let issuer: TestIssuer;
let start: () => Promise<StandaloneGateway>;

beforeAll(async () => {
  const subgraph = await startHttpStub(() => ({ status: 200, body: { data: { a: 1 } } }));
  const artefact = buildArtefact({
    supergraphSdl: composeSmall({ one: { sdl: 'type Query { a: Int }', url: subgraph.url } }),
    classifications: new Map(),
    publishedAt: new Date(0),
  });
  const registry = await startHttpStub(({ path }) => {
    if (path === '/token') return { status: 200, body: { access_token: 'x', expires_in: 3_600 } };
    return path.startsWith('/registry/supergraph?') ? { status: 200, body: artefact } : { status: 404 };
  });
  issuer = await startTestIssuer();
  start = () => {
    lines = [];
    const log = createLog({ name: 'gateway', destination: { write: (line: string) => void lines.push(line) } });
    const settings = {
      supergraph: { kind: 'registry', url: registry.url },
      service: { tokenUrl: `${registry.url}/token`, clientId: 'gateway' },
      authentication: { issuers: [{ issuer: issuer.url, audience: 'gordian', jwksUrl: issuer.jwksUrl }] },
      playground: { enabled: false },
      audit: { mode: 'off' },
      usage: { mode: 'off' },
      stateDirectory,
    };
    return startStandaloneGateway('', settings, { log, env: { GORDIAN_CLIENT_SECRET: 'secret' } });
  };
  const first = await start();
  expect((await sendOperation(first.url, '{ a }')).body).toEqual({ data: { a: 1 } });
  expect(readFileSync(kept, 'utf8')).toContain(artefact.id);
  await first.close();
  await Promise.all([registry.close(), subgraph.close(), issuer.stop()]);
});

afterAll(() => rmSync(stateDirectory, { recursive: true }));

test('without registry, keys and subgraphs it serves the last good supergraph', async () => {
  const gateway = await start();
  expect(lines.join('')).toContain('supergraph.lastGood');
  expect((await fetch(`${gateway.url}/ready`)).status).toBe(200);
  const { body } = await sendOperation(gateway.url, '{ a }');
  expect(body).toMatchObject({ data: { a: null }, errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] });

  const token = await issuer.sign({ iss: issuer.url, aud: 'gordian', sub: 'ada', exp: nowSeconds() + 60 });
  const refused = await sendOperation(gateway.url, '{ a }', { token });
  expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([503, 'KEYS_UNAVAILABLE']);
  await gateway.close();
});

test('with half a file it waits for the registry, and says what is wrong with the file', async () => {
  const whole = readFileSync(kept, 'utf8');
  writeFileSync(kept, whole.slice(0, whole.length / 2));
  const gateway = await start();
  expect((await fetch(`${gateway.url}/ready`)).status).toBe(503);
  expect(lines.join('')).toMatch(/The last good supergraph in .*supergraph\.json cannot be used/);
  await gateway.close();
});
