// The security team closes a field while the service runs: it is no longer granted at once, and what was granted waits.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LoadedRules } from '../../../../policies/reload/load-rules.ts';
import { type PolicyRules, repositoryRules } from '../../../../policies/rules.ts';
import { hasRole } from '../../../../policies/vocabulary.ts';
import { readSnapshot, readVersion } from '../../../../subgraphs/metadata/access/gateway-feed.ts';
import {
  createKnownTargetsStore,
  type KnownTargetsStore,
} from '../../../../subgraphs/metadata/access/known-targets-store.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder } from '../two-domains.ts';
import { staff } from './guarded-domain.ts';
import { ann, lead, person, workflowOf } from './people.ts';

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
  await metadata.register([staff(), metadataFolder()]);
});
afterAll(() => metadata.close());

function closing(field: string): PolicyRules {
  const rules = { Person: { [field]: hasRole('reader') } };
  return {
    ...repositoryRules,
    domains: [...repositoryRules.domains, { subgraph: 'staff', domain: 'staff', rules, masks: {} }],
  };
}

function loaded(rules: PolicyRules, digest: string): LoadedRules {
  return { rules, personas: [], files: { directory: '', sources: new Map(), golden: null, digest } };
}

test('what a rule closes is agreed to by people, and gateways hear of it at once', async () => {
  let serving: LoadedRules | null = loaded(repositoryRules, 'before');
  const store = createKnownTargetsStore(() => ({ serving: () => serving, region: null }), metadata.clock);
  const { database, clock } = metadata;
  const targetsLive = async () =>
    (await readSnapshot(database, store, clock.now())).grants.flatMap(({ targets }) => targets).sort();

  const { value } = await workflowOf(metadata).ask(ann, { targets: ['Person.nick', 'Person.desk'] });
  expect(value.state).toBe('APPROVED');
  expect(await targetsLive()).toEqual(['Person.desk', 'Person.nick']);
  const before = await readVersion(database, store);

  serving = loaded(closing('nick'), 'after');
  expect(await readVersion(database, store)).not.toBe(before);
  expect(await targetsLive()).toEqual(['Person.desk']);
  const known = await store.read(database);
  expect(known.openingsOf('Person.nick')).toMatchObject([
    { scope: 'staff:rules', firstLevel: ['staff-office'], purposes: null },
  ]);

  serving = null;
  expect(await targetsLive()).toEqual([]);
});

test('what the policies gave by themselves ends when they would not give it any more; what people agreed to does not', async () => {
  let serving = loaded(repositoryRules, 'before');
  const store = createKnownTargetsStore(() => ({ serving: () => serving, region: null }), metadata.clock);
  const workflow = workflowOf(metadata);
  const targets = ['Person.salary'];
  const held = async (subject: string) =>
    (await readSnapshot(metadata.database, store, metadata.clock.now())).grants
      .filter((grant) => grant.subject === subject)
      .flatMap((grant) => grant.targets);

  const byPolicy = await workflow.ask(person('pia'), { targets, purpose: 'payroll' });
  expect(byPolicy.value.state).toBe('APPROVED');
  const byPeople = await workflow.ask(person('per'), { targets, purpose: 'payroll', duration: 'P20D' });
  expect((await workflow.decide(lead, byPeople.value.id, true)).value.state).toBe('APPROVED');
  expect([await held('pia'), await held('per')]).toEqual([targets, targets]);

  serving = loaded(closing('salary'), 'after');
  expect([await held('pia'), await held('per')]).toEqual([[], targets]);

  serving = loaded(repositoryRules, 'before');
  expect(await held('pia')).toEqual(targets);
});

test('what is published while the feed is read is never told under the version of before', async () => {
  const store = createKnownTargetsStore(
    () => ({ serving: () => loaded(repositoryRules, 'the same'), region: null }),
    metadata.clock,
  );
  await workflowOf(metadata).ask(person('eve'), { targets: ['Person.nick'] });
  const interrupted: KnownTargetsStore = {
    ...store,
    async read(database) {
      const known = await store.read(database);
      await metadata.database.query('UPDATE grants_version SET version = version + 1');
      return known;
    },
  };
  const { version } = await readSnapshot(metadata.database, interrupted, metadata.clock.now());
  expect(version).not.toBe(await readVersion(metadata.database, store));
});
