// What gateways are told of publications: of their own variant, at once, and only with the scope that reads supergraphs.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toldVersions } from '../../../../kit/told-versions.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { twoDomains } from '../two-domains.ts';
import { publish } from './publishing.ts';

let metadata: MetadataUnderTest;
beforeAll(async () => {
  metadata = await startMetadata();
});
afterAll(() => metadata.close());

/** What the stream has told so far, each once. */
async function listen(query: string, scope = 'gordian:supergraph:read', claims: { exp?: number } = {}) {
  const left = new AbortController();
  const told: string[] = [];
  const url = new URL(`/registry/supergraph/stream${query}`, metadata.url);
  const stream = toldVersions(url, `Bearer ${await metadata.token(scope, claims)}`, left.signal);
  const ended = (async () => {
    for await (const id of stream) if (told.at(-1) !== id) told.push(id);
  })();
  ended.catch(() => {});
  return { told, ended, leave: () => left.abort() };
}

test('a gateway hears of the publications of its variant, and of no others', async () => {
  const [prod, staging] = [await listen(''), await listen('?variant=staging')];
  await expect.poll(() => [prod.told, staging.told]).toEqual([['none'], ['none']]);
  const published = (await publish(metadata, twoDomains())).body.artefact!.id;
  await expect.poll(() => prod.told).toEqual(['none', published]);
  const staged = (await publish(metadata, twoDomains(), { variant: 'staging' })).body.artefact!.id;
  await expect.poll(() => staging.told).toEqual(['none', staged]);
  expect(prod.told).toEqual(['none', published]);
  prod.leave();
  staging.leave();
});

test('strangers hear nothing, and a variant that can be none is refused', async () => {
  await expect((await listen('', 'gordian:other')).ended).rejects.toThrow('the stream answered with status 403');
  await expect((await listen('?variant=Not%20One')).ended).rejects.toThrow('the stream answered with status 400');
});

test('a stream ends with the token that opened it, as if nobody had lost anything', async () => {
  // A second before the tolerance for clocks that differ is over.
  const exp = Math.floor(Date.now() / 1_000) - 3;
  const { told, ended } = await listen('', 'gordian:supergraph:read', { exp });
  await ended;
  expect(told).toHaveLength(1);
});
