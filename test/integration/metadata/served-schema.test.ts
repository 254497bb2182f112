// When the metadata service makes its schema anew: where a registration changes what it serves, and only there.
import { printSchema } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../../kit/log.ts';
import { guardOf, type SubgraphGuard } from '../../../policies/subgraph/subgraph-guard.ts';
import type { SubgraphFolder } from '../../../schema/subgraph-folders.ts';
import { createProvenanceStore } from '../../../subgraphs/metadata/provenance/provenance-store.ts';
import { registeredSchema } from '../../../subgraphs/metadata/served-schema.ts';
import { type MetadataUnderTest, startMetadata } from './metadata-under-test.ts';
import { metadataFolder, people, twoDomains } from './two-domains.ts';

const { sdl } = metadataFolder();
/** What was served, one after the other. */
const schemas: string[] = [];
let metadata: MetadataUnderTest;
let guard: SubgraphGuard;
let catchUp: () => Promise<boolean>;
let store: ReturnType<typeof createProvenanceStore>;

beforeAll(async () => {
  metadata = await startMetadata();
  guard = await guardOf('metadata')({ follow: false, golden: 'ignore', keptIn: null, region: null, log: silentLog });
  store = createProvenanceStore(metadata.clock);
  const replaceSchema = async (schema: Parameters<typeof printSchema>[0]) => void schemas.push(printSchema(schema));
  const services = { database: metadata.database, guard, replaceSchema };
  catchUp = registeredSchema(services, { sdl, store, classify: (registered) => registered });
});
afterAll(async () => {
  guard.stop();
  await metadata.close();
});

async function register(...folders: SubgraphFolder[]): Promise<void> {
  expect((await metadata.register(folders)).body).toMatchObject({ status: 'published' });
}

function changed(folder: SubgraphFolder, from: string, to: string): SubgraphFolder {
  const replaced = (text: string) => text.replaceAll(from, to);
  const contracts = folder.contracts.map(({ file, text }) => ({ file, text: replaced(text) }));
  return { ...folder, sdl: replaced(folder.sdl), contracts };
}

test('is as registered, made once, and knows every version', async () => {
  expect(await catchUp()).toBe(false);
  await register(metadataFolder(), ...twoDomains());
  expect(await catchUp()).toBe(true);
  expect(schemas).toHaveLength(1);
  expect(schemas[0]).toMatch(/type Person [^}]*provenance: Provenance/);

  // Nothing that is served follows from its number.
  await register(people('1.0.1'));
  expect(await catchUp()).toBe(true);
  expect(schemas).toHaveLength(1);
  expect(store.snapshot().entities.get('Person')?.version).toMatchObject({ version: '1.0.1' });

  await register(
    changed(
      people('1.1.0'),
      'classification: internal, physicalName: nick',
      'classification: public, physicalName: nick',
    ),
  );
  expect(await catchUp()).toBe(true);
  expect(schemas).toHaveLength(2);
});
