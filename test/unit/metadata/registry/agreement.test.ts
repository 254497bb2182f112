// Who agrees, and what a proposal comes to by that.
import { expect, test } from 'vitest';
import { agreeing } from '../../../../subgraphs/metadata/proposals/agreement.ts';
import { type Acknowledgement, stateAfter, stateAt } from '../../../../subgraphs/metadata/proposals/proposal.ts';

const now = new Date('2026-03-10T00:00:00Z');
const affected = ['shop', 'crm'].map((consumer) => ({
  consumer,
  operations: [],
  requests: 1,
  lastSeen: null,
  pin: null,
}));

/** `shop APPROVED`, `shop MIGRATING 2026-03-09`, `crm! APPROVED` for a fact of former times. */
function word(text: string): Acknowledgement {
  const [consumer = '', response = '', day] = text.split(' ');
  return {
    proposalId: 'p',
    consumer: consumer.replace('!', ''),
    response: response as Acknowledgement['response'],
    source: consumer.endsWith('!') ? 'TRAFFIC_STOPPED' : 'HUMAN',
    givenBy: 'x',
    givenAt: now,
    migrateBy: day === undefined ? null : new Date(day),
    note: null,
  };
}

test.each<[words: string[], facts: string[], agreed: string[], state: string]>([
  [[], [], [], 'PENDING'],
  [['shop APPROVED'], [], ['shop'], 'PENDING'],
  [['shop APPROVED', 'crm APPROVED'], [], ['shop', 'crm'], 'APPROVED'],
  [['shop APPROVED', 'shop BLOCKED', 'crm APPROVED'], [], ['crm'], 'REJECTED'],
  [['shop BLOCKED', 'shop APPROVED', 'crm APPROVED'], [], ['shop', 'crm'], 'APPROVED'],
  [['shop MIGRATING 2026-03-11', 'crm APPROVED'], [], ['crm'], 'PENDING'],
  [['shop MIGRATING 2026-03-10', 'crm APPROVED'], [], ['shop', 'crm'], 'APPROVED'],
  [['shop APPROVED'], ['crm'], ['shop', 'crm'], 'APPROVED'],
  [['shop APPROVED', 'crm BLOCKED'], ['crm'], ['shop', 'crm'], 'APPROVED'],
  // What was a fact once may be one no more: it is looked up again.
  [['shop APPROVED', 'crm! APPROVED'], [], ['shop'], 'PENDING'],
])('%j and the facts %j', (said, known, agreed, state) => {
  const words = said.map(word);
  const facts = known.map((consumer) => ({ consumer, source: 'TRAFFIC_STOPPED' as const, note: '' }));
  const settled = agreeing(affected, words, facts, now);
  expect([...settled]).toEqual(agreed);
  expect(stateAfter(affected, words, settled)).toBe(state);
});

test.each([
  ['PENDING', 'EXPIRED'],
  ['REJECTED', 'EXPIRED'],
  ['APPROVED', 'APPROVED'],
  ['PUBLISHED', 'PUBLISHED'],
] as const)('%s is %s after the deadline', (state, later) => {
  expect(stateAt({ state, deadline: new Date('2026-03-11') }, now)).toBe(state);
  expect(stateAt({ state, deadline: now }, now)).toBe(later);
});
