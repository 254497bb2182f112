// Costs without a gateway: the same numbers and the same refusals as in one.
import { expect, test } from 'vitest';
import { weighOffline } from '../../../../gateway/demand/weigh-offline.ts';
import { composeSmall } from '../../../support/small-supergraph.ts';

const sdl = 'type Query { items(first: Int): [Item!]! } type Item { id: ID! owner: Item }';
const supergraphSdl = composeSmall({ small: { sdl, url: 'http://127.0.0.1:9/graphql' } });

test('each document costs what its lists may hold, or is refused as a gateway would', () => {
  const documents = ['query A { items { id } }', 'query B { items { owner { id } } }', 'query C { nothing }'];
  expect(weighOffline({ supergraphSdl, documents, assumedListSize: 10 })).toEqual([
    { estimated: 10 },
    { estimated: 20 },
    { code: 'GRAPHQL_VALIDATION_FAILED', message: expect.any(String) },
  ]);
});
