// What was registered before there were variants is in force in prod afterwards, byte for byte, and has a history.
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate } from '../../../../kit/migrate.ts';
import { packageFile } from '../../../../kit/package-files.ts';
import { registrationPage, subgraphsAfter } from '../../../../subgraphs/metadata/registry/queries/history.ts';
import { readRegisteredSubgraphs } from '../../../../subgraphs/metadata/registry/registered-subgraphs.ts';
import { createTestDatabase } from '../../../support/postgres.ts';

const migrations = packageFile('subgraphs/metadata/migrations');

/** As they were before the one that brings variants. */
function earlierMigrations(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gordian-migrations-'));
  for (const file of readdirSync(migrations).filter((name) => name < '016'))
    cpSync(join(migrations, file), join(folder, file));
  return folder;
}

/** `old` is from before registrations had a history, `new` has two. */
const registered = [
  `INSERT INTO team (id, name) VALUES ('t', 'T')`,
  `INSERT INTO domain (slug, name, owner_team) VALUES ('d', 'D', 't')`,
  `INSERT INTO product (urn, name, domain, owner_team, kind, status)
   SELECT 'gordian:product:d/' || n, n, 'd', 't', 'AGGREGATE', 'ACTIVE' FROM unnest(ARRAY['old', 'new']) AS n`,
  'INSERT INTO contract (product_id) SELECT id FROM product ORDER BY id',
  `INSERT INTO contract_version (contract_id, version, ord, status, odcs_raw, content_hash, sdl, sdl_hash, source_revision, registered_by, registered_at)
   SELECT id, '1.0.' || v, v, 'ACTIVE', convert_to('odcs "é" ' || id || ' ' || v, 'UTF8'), decode(md5(v::text), 'hex'), '', '', 'r', 'b', now()
   FROM contract CROSS JOIN generate_series(1, 2) AS v`,
  `INSERT INTO subgraph SELECT n, 'http://' || n, 'sdl of ' || n, n || '.graphql', 'c0', 'ada', now() FROM unnest(ARRAY['old', 'new']) AS n`,
  `INSERT INTO subgraph_contract VALUES ('old', 1, '1.0.1', 'old.yaml', 0), ('new', 2, '1.0.2', 'new.yaml', 0)`,
  `INSERT INTO supergraph_artefact VALUES ('a', '', '{}')`,
  `INSERT INTO publication (artefact_id, source_revision, published_by, published_at) VALUES ('a', 'c0', 'ada', now())`,
  `INSERT INTO registration (publication_seq, source_revision, registered_by, registered_at)
   SELECT 1, 'c' || n, 'ada', now() FROM generate_series(1, 2) AS n`,
  `INSERT INTO registration_subgraph
   SELECT n, 'new', 'http://new', CASE n WHEN 2 THEN 'sdl of new' ELSE 'earlier' END, 'new.graphql',
     jsonb_build_array(jsonb_build_object('file', 'new.yaml', 'contract_id', 2, 'version', '1.0.' || n)) FROM generate_series(1, 2) AS n`,
];

test('what was registered before there were variants stays in force, and can be rolled back to', async () => {
  const database = await createTestDatabase();
  const earlier = earlierMigrations();
  try {
    await migrate(database, earlier);
    for (const statement of registered) await database.query(statement);
    await migrate(database, migrations);

    const subgraph = (name: string, text: string) => ({
      ...{ name, url: `http://${name}`, sdl: `sdl of ${name}`, file: `${name}.graphql` },
      contracts: [{ file: `${name}.yaml`, text }],
    });
    expect(await readRegisteredSubgraphs(database)).toEqual([
      subgraph('new', 'odcs "é" 2 2'),
      subgraph('old', 'odcs "é" 1 1'),
    ]);
    const page = await registrationPage(database, { variant: 'prod', subgraph: null, before: null, first: 10 });
    expect(page.map(({ number, kind, sourceRevision }) => [number, kind, sourceRevision])).toEqual([
      [3, 'PUBLISH', 'c2'],
      [2, 'PUBLISH', 'c1'],
      [1, 'PUBLISH', 'unknown'],
    ]);
    const afterTwo = await subgraphsAfter(database, 'prod', 2);
    expect(afterTwo.map(({ name, sdl }) => [name, sdl])).toEqual([
      ['new', 'earlier'],
      ['old', 'sdl of old'],
    ]);
  } finally {
    rmSync(earlier, { recursive: true });
    await database.drop();
  }
});
