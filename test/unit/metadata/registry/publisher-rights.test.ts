// What a person is told who may not change, or take, what another team answers for.
import { expect, test } from 'vitest';
import type { Caller } from '../../../../kit/caller.ts';
import { anonymous } from '../../../../kit/caller.ts';
import { readContract } from '../../../../schema/contract/read-contract.ts';
import { scaffoldContract } from '../../../../schema/contract/scaffold.ts';
import { personOf } from '../../../../subgraphs/metadata/access/person.ts';
import { publisherOf } from '../../../../subgraphs/metadata/registry/publisher-rights.ts';
import type { TouchedSubgraph } from '../../../../subgraphs/metadata/registry/touched-subgraphs.ts';

const sdl = 'type Query { things: [Thing] }\ntype Thing { id: ID! name: String }';

function contractOf(domain: string) {
  const scaffold = scaffoldContract({ sdl, file: 'schema.graphql', product: `${domain}/things`, owner: 'Owners' });
  if (!scaffold.ok) throw new Error(JSON.stringify(scaffold.problems));
  return readContract(scaffold.text, 'contract.yaml').contract!;
}

const inForce = [contractOf('shop')];
const team = inForce[0]!.owner.id;
const untouched: TouchedSubgraph = { name: 'shop', inForce, unreadable: [], offered: [], losses: [] };
const losses = ['Thing.name would be answered by bank.', 'Thing.id would have @inaccessible.'].map((message) => ({
  coordinate: message.split(' ')[0]!,
  loser: 'shop',
  message,
}));

function refusalFor(groups: readonly string[], touched: TouchedSubgraph) {
  const caller: Caller = { ...anonymous, issuer: 'https://login.example', subject: 'joe', claims: { groups } };
  try {
    publisherOf(caller, personOf(caller)).authorize(touched);
    return null;
  } catch (error) {
    return error;
  }
}

test.each<[string, TouchedSubgraph, string]>([
  ['is changed', untouched, 'joe may not change the subgraph shop: '],
  [
    'loses something, with all of it,',
    { ...untouched, losses },
    'joe may not take from the subgraph shop (Thing.name would be answered by bank. Thing.id would have @inaccessible.): ',
  ],
])('of what %s, and whom to ask', (_what, touched, deed) => {
  expect(refusalFor(['bank-data'], touched)).toMatchObject({
    code: 'NOT_AN_APPROVER',
    message: expect.stringContaining(`${deed}only the team ${team} may, which answers for it in the domain shop.`),
    details: { subgraph: 'shop', domain: 'shop', team },
  });
  expect(refusalFor(['bank-data', team], touched)).toBeNull();
});
