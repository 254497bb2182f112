import { expect, test } from 'vitest';
import type { FetchNode, PlanNode } from '../../../../gateway/plan/plan.ts';
import { isAnsweredBy, sourceFetchOf } from '../../../../gateway/subscribe/source-fetch.ts';

function fetch(document: string, { subgraph = 'tickets', operationKind = 'subscription' as const } = {}): FetchNode {
  return { kind: 'fetch', subgraph, operationKind, document } as FetchNode;
}

const running = fetch('subscription($id:ID){ticketUpdated(customerId:$id){__typename id subject ...on Bug{stack}}}');

test.each([
  ['the same', 'subscription($id:ID){ticketUpdated(customerId:$id){__typename id subject ...on Bug{stack}}}', true],
  ['less', 'subscription($id:ID){ticketUpdated(customerId:$id){id}}', true],
  ['the same in another order', 'subscription($id:ID){ticketUpdated(customerId:$id){subject id}}', true],
  ['a field more', 'subscription($id:ID){ticketUpdated(customerId:$id){id status}}', false],
  ['another argument', 'subscription{ticketUpdated(customerId:"1"){id}}', false],
  ['another name', 'subscription($id:ID){x:ticketUpdated(customerId:$id){id}}', false],
  ['of all types what was asked of one', 'subscription($id:ID){ticketUpdated(customerId:$id){stack}}', false],
])('events go on when the plan asks %s: %s', (_, document, answered) => {
  expect(isAnsweredBy(fetch(document), running)).toBe(answered);
});

test('events of another subgraph are no answer', () => {
  expect(isAnsweredBy(fetch(running.document, { subgraph: 'orders' }), running)).toBe(false);
});

test.each<[string, PlanNode | null, boolean]>([
  ['alone', running, true],
  ['before what completes it', { kind: 'sequence', nodes: [running, fetch('{a}')] }, true],
  ['absent', null, false],
  ['absent from a plan of something else', { ...fetch('{a}'), operationKind: 'query' }, false],
])('the source of a plan is found: %s', (_, node, found) => {
  expect(sourceFetchOf({ node, interfaceObjects: [], deferred: [] }) === running).toBe(found);
});
