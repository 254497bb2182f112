// The security team closes a field while the service runs: it is no longer granted at once, and what was granted waits.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LoadedRules } from '../../../../policies/reload/load-rules.ts';
import { type PolicyRules, repositoryRules } from '../../../../policies/rules.ts';
import { hasRole } from '../../../../policies/vocabulary.ts';
import { readSnapshot, readVersion } from '../../../../subgraphs/metadata/access/gateway-feed.ts';
import { createKnownTargetsStore } from '../../../../subgraphs/metadata/access/known-targets-store.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder } from '../two-domains.ts';
import { staff } from './guarded-domain.ts';
import { ann, workflowOf } from './people.ts';

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
  await metadata.register([staff(), metadataFolder()]);
});
afterAll(() => metadata.close());

const closing: PolicyRules = {
  ...repositoryRules,
  domains: [
    ...repositoryRules.domains,
    { subgraph: 'staff', domain: 'staff', rules: { Person: { nick: hasRole('nickname-reader') } }, masks: {} },
  ],
};

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

  serving = loaded(closing, 'after');
  expect(await readVersion(database, store)).not.toBe(before);
  expect(await targetsLive()).toEqual(['Person.desk']);
  const known = await store.read(database);
  expect(known.openingsOf('Person.nick')).toMatchObject([
    { scope: 'staff:rules', firstLevel: ['staff-office'], purposes: null },
  ]);

  serving = null;
  expect(await targetsLive()).toEqual([]);
});
