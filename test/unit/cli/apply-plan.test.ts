// What applying a tree would do, from what is there and what is registered; the rest is asked of a real registry in apply.test.ts.
import { expect, test } from 'vitest';
import { planApply } from '../../../cli/apply/apply-plan.ts';
import { subgraphDigest } from '../../../schema/subgraph-digest.ts';

const folder = { name: 'orders', file: 'schema.graphql', sdl: 'type Query { order: ID }', contracts: [] };
const registered = (name: string) => ({
  name,
  url: `http://127.0.0.1/${name}`,
  digest: subgraphDigest(folder),
  sourceRevision: 'abc',
  registeredBy: 'pipeline',
  registeredAt: '2026-01-01T00:00:00.000Z',
  registration: 1,
});
const plan = (names: readonly string[], url: string | null = null) =>
  planApply({
    folders: [folder],
    registered: names.map(registered),
    urlOf: () => url,
    prune: true,
    isOurs: () => true,
  }).map(({ subgraph, action }) => `${subgraph} ${action}`);

test.each<[string, string[], string | null, string[]]>([
  ['the subgraph of the platform is never deleted', ['metadata', 'orders'], null, ['orders unchanged']],
  ['what the tree does not hold is deleted', ['orders', 'returns'], null, ['orders unchanged', 'returns prune']],
  ['a subgraph that moves is changed', ['orders'], 'http://127.0.0.1/elsewhere', ['orders change']],
  ['a subgraph that stays where it is is not', ['orders'], 'http://127.0.0.1/orders', ['orders unchanged']],
])('%s', (_what, names, url, wanted) => {
  expect(plan(names, url)).toEqual(wanted);
});
