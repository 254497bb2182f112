// What one subgraph can take from another without touching it: every way in which composition, or the merging of contracts, lets it.
import { describe, expect, test } from 'vitest';
import { scaffoldContract } from '../../../../schema/contract/scaffold.ts';
import { type Publication, preparePublication, type SubgraphSubmission } from '../../../../schema/publication.ts';
import { findLosses } from '../../../../subgraphs/metadata/registry/gates/find-losses.ts';
import { findOverridesOfNobody } from '../../../../subgraphs/metadata/registry/gates/overrides.ts';

const imports = '"@key", "@shareable", "@inaccessible", "@override", "@requiresScopes", "@cost", "@tag"';
const link = (names = imports) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names}])\n`;

const shared = `
enum Order { ASC DESC }
input Range { from: Int to: Int }
type Money @shareable { amount: Float! currency(short: Boolean): String! }
`;
const ofShop = `${link()}
type Query { things(order: Order, within: Range): [Thing] }
type Thing @key(fields: "id") { id: ID! name: String price: Money }
enum Shade { DARK LIGHT }
${shared}`;
const ofBank = `${link()}
type Query { accounts(order: Order, within: Range): [Account] }
type Account @key(fields: "id") { id: ID! balance: Money }
type Thing @key(fields: "id") { id: ID! debt: Float }
${shared}`;

function subgraph(name: string, sdl: string, classification = 'internal'): SubgraphSubmission {
  const file = `${name}/schema.graphql`;
  const scaffold = scaffoldContract({ sdl, file, product: `${name}/things`, owner: `Team ${name}` });
  if (!scaffold.ok) throw new Error(JSON.stringify(scaffold.problems));
  const text = scaffold.text.replaceAll(/classification: \w+/g, `classification: ${classification}`);
  return { name, url: `http://${name}`, file, sdl, contracts: [{ file: `${name}/contract.yaml`, text }] };
}

function composed(subgraphs: readonly SubgraphSubmission[]): Publication {
  const prepared = preparePublication(subgraphs);
  if (!prepared.ok) throw new Error(prepared.problems.map(({ message }) => message).join('\n'));
  return prepared.publication;
}

const shop = subgraph('shop', ofShop);
const bank = subgraph('bank', ofBank);

const inForce = [shop, bank];
const servedInForce = composed(inForce).supergraphSdl;

/** Most tests change the same graph. */
function served(before: readonly SubgraphSubmission[]): string {
  return before.every((one, index) => one === inForce[index]) ? servedInForce : composed(before).supergraphSdl;
}

function lossesBetween(before: readonly SubgraphSubmission[], offered: readonly SubgraphSubmission[]) {
  const names = new Set(offered.map(({ name }) => name));
  const after = [...before.filter(({ name }) => !names.has(name)), ...offered];
  return findLosses(composed(after), { before, offered, servedSdl: served(before) });
}

const bankWith = (from: string | RegExp, to: string) => subgraph('bank', ofBank.replace(from, to));

describe('a subgraph takes from another one', () => {
  test.each([
    ['a value of an enum that both read', 'ASC DESC', 'ASC', 'Order.DESC would not be in the graph any more.'],
    ['an input field', 'from: Int to: Int', 'from: Int', 'Range.to would not be in the graph any more.'],
    ['the choice to leave out an input', 'to: Int }', 'to: Int! }', 'Range.to would be Int!, and is Int.'],
    ['an argument', '(short: Boolean)', '', 'Money.currency(short:) would not be in the graph any more.'],
    ['the promise of a value', 'amount: Float!', 'amount: Float', 'Money.amount would be Float, and is Float!.'],
    ['a hidden value', 'ASC DESC', 'ASC DESC @inaccessible', 'Order.DESC would have @inaccessible.'],
    ['a hidden input field', 'to: Int }', 'to: Int @inaccessible }', 'Range.to would have @inaccessible.'],
    [
      'a hidden argument',
      'short: Boolean',
      'short: Boolean @inaccessible',
      'Money.currency(short:) would have @inaccessible.',
    ],
    ['a hidden field', 'amount: Float!', 'amount: Float! @inaccessible', 'Money.amount would have @inaccessible.'],
    [
      'a field that asks for scopes',
      'amount: Float!',
      'amount: Float! @requiresScopes(scopes: [["none"]])',
      'Money.amount would have @requiresScopes(scopes: [["none"]]).',
    ],
    [
      'a dear field',
      'amount: Float!',
      'amount: Float! @cost(weight: 1000)',
      'Money.amount would have @cost(weight: 1000).',
    ],
    [
      'a field of its own',
      'debt: Float',
      'debt: Float name: String @override(from: "shop")',
      'Thing.name would be answered by bank.',
    ],
  ])('%s', (_, from, to, message) => {
    const losses = lossesBetween([shop, bank], [bankWith(from, to)]);
    expect(losses.map((loss) => [loss.loser, loss.message])).toEqual([['shop', message]]);
  });

  test('what it hides by a directive of another name', () => {
    const hiding = ofBank
      .replace(imports, '"@key", "@shareable", { name: "@inaccessible", as: "@hidden" }')
      .replace('amount: Float!', 'amount: Float! @hidden');
    const plain = ofShop.replace(imports, '"@key", "@shareable"');
    const before = [subgraph('shop', plain), subgraph('bank', ofBank.replace(imports, '"@key", "@shareable"'))];
    const [loss] = lossesBetween(before, [subgraph('bank', hiding)]);
    expect(loss).toMatchObject({ coordinate: 'Money.amount', loser: 'shop' });
  });

  test('a whole type, with all that others add to it', () => {
    const hiding = bankWith('type Thing @key(fields: "id")', 'type Thing @key(fields: "id") @inaccessible');
    const hidden = subgraph('shop', ofShop.replace('things(order: Order, within: Range): [Thing]', 'count: Int'));
    const [loss] = lossesBetween([hidden, bank], [hiding]);
    expect(loss).toEqual({ coordinate: 'Thing', loser: 'shop', message: 'Thing would have @inaccessible.' });
  });

  test('who may see a value type, by a stricter contract', () => {
    const strict = subgraph('bank', ofBank, 'restricted');
    const losses = lossesBetween([shop, bank], [strict]);
    expect(losses.map(({ coordinate }) => coordinate)).toEqual([
      ...['Thing.id', 'Range.from', 'Range.to'],
      ...['Money.amount', 'Money.currency'],
    ]);
    expect(losses[0]!.message).toBe('Thing.id would be RESTRICTED of bank, and is INTERNAL of shop.');
  });
});

describe('nobody loses anything', () => {
  const hiding = bankWith('amount: Float!', 'amount: Float! @inaccessible');
  test.each([
    ['when what is there is published again', [shop, bank], [bank]],
    ['to whom everything is new', [], [shop, bank]],
    ['to somebody who comes', [shop], [bank]],
    ['that has been taken before', [shop, hiding], [subgraph('bank', `# The same.\n${hiding.sdl}`)]],
    ['that is given back', [shop, hiding], [bank]],
    ['that it gives up itself', [shop, bank], [hiding, subgraph('shop', `# As it is.\n${ofShop}`)]],
    [
      'by a new field, a tag or a deprecation',
      [shop, bank],
      [bankWith('debt: Float', 'debt: Float @deprecated more: Int')],
    ],
    ['by what one does with fields of its own', [shop, bank], [bankWith('debt: Float', 'debt: Float! @inaccessible')]],
  ])('%s', (_, before, offered) => {
    if (before.length === 0) expect(findLosses(composed(offered), { before, offered, servedSdl: null })).toEqual([]);
    else expect(lossesBetween(before, offered)).toEqual([]);
  });
});

describe('a field is taken from a subgraph that is not there', () => {
  const taking = bankWith('debt: Float', 'debt: Float @override(from: "ledger")');
  const ledger = subgraph(
    'ledger',
    `${link()}type Query { entries: Int } type Thing @key(fields: "id") { id: ID! debt: Float }`,
  );
  const codes = (before: SubgraphSubmission[], offered: SubgraphSubmission[], after: SubgraphSubmission[]) =>
    findOverridesOfNobody({ before, offered, after }).map(({ file, message }) => `${file} ${message}`);

  test('and is refused when it is published', () => {
    expect(codes([shop, bank], [taking], [shop, taking])).toEqual([
      'bank/schema.graphql Thing.debt is taken from the subgraph ledger, which is not there.',
    ]);
  });

  test('and is refused when the subgraph comes, should it ever have been published', () => {
    expect(codes([shop, taking], [ledger], [shop, taking, ledger])).toEqual([
      'bank/schema.graphql ledger would lose Thing.debt from the start: bank takes it from a subgraph of this name, which was not there.',
    ]);
  });

  test.each([
    ['both come together', [shop], [taking, ledger], [shop, taking, ledger]],
    ['it was taken from one that is there', [shop, bank, ledger], [taking], [shop, taking, ledger]],
    ['the other one goes', [shop, taking, ledger], [], [shop, taking]],
  ])('and is not refused when %s', (_, before, offered, after) => {
    expect(codes(before, offered, after)).toEqual([]);
  });
});
