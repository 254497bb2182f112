// What a verb does with a registry that is busy: it asks again when it is told to, as the same change.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { changeRegistry } from '../../../cli/registry-client.ts';
import { registerSubgraphs } from '../../../cli/stack/register-subgraphs.ts';

let server: Server;
afterEach(() => server.close());

/** @param answers in their order; the last one is given for ever */
async function registryThat(answers: readonly { status: number; headers?: Record<string, string>; body: object }[]) {
  const keys: (string | undefined)[] = [];
  server = createServer((request, response) => {
    keys.push(request.headers['idempotency-key'] as string | undefined);
    const { status, headers, body } = answers[Math.min(keys.length, answers.length) - 1]!;
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const publish = () => changeRegistry({ url, token: 't' }, 'register', {});
  return { keys, publish, url };
}

const message = 'The storage is not available at the moment.';
const failed = { errors: [{ message, extensions: { code: 'NOT_READY' } }] };
const busy = { status: 503, headers: { 'retry-after': '0' }, body: failed };
const published = { status: 200, body: { status: 'published', products: [] } };

test('is asked again with the same key', async () => {
  const { keys, publish } = await registryThat([busy, busy, published]);
  expect(await publish()).toMatchObject({ ok: true, status: 'published' });
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[\w-]{36}$/);
});

test('is not asked for ever', async () => {
  const { keys, publish } = await registryThat([busy]);
  await expect(publish()).rejects.toThrow(message);
  expect(keys).toHaveLength(5);
});

test.each([
  ['that does not say when', { ...busy, headers: {} }],
  ['that refuses', { status: 403, headers: { 'retry-after': '0' }, body: failed }],
])('one %s is asked once', async (_, answer) => {
  const { keys, publish } = await registryThat([answer]);
  await expect(publish()).rejects.toThrow(message);
  expect(keys).toHaveLength(1);
});

test('a system that starts on what another version has registered says what is wrong, and how to go on with files that nobody changed', async () => {
  const problem = {
    code: 'VERSION_TOO_LOW',
    severity: 'error',
    message: 'Version 1.4.0 follows 1.3.0.',
    line: 5,
    column: 10,
  };
  const problems = [{ ...problem, file: 'subgraphs/metadata/contract.yaml', fix: 'version: 2.0.0' }];
  const body = { code: 'CONTRACT_INVALID', message: 'Nothing was changed.', problems, products: [] };
  const { url } = await registryThat([{ status: 422, body }]);
  const starting = registerSubgraphs({
    metadataUrl: url.href,
    accessToken: 't',
    folders: [],
    urlOf: () => null,
    sourceRevision: 'abc',
  });
  const told =
    /contract\.yaml:5:10 error VERSION_TOO_LOW.*fix: version: 2\.0\.0.*another version of Gordian.*--state <folder>/s;
  await expect(starting).rejects.toMatchObject({ code: 'CONTRACT_INVALID', message: expect.stringMatching(told) });
});
