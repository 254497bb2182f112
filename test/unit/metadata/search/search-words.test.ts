import { describe, expect, test } from 'vitest';
import { tokensOf, whyFound, wordsOf } from '../../../../subgraphs/metadata/search/search-words.ts';

describe('a name in words', () => {
  test.each([
    ['Customer.lifetimeValue', 'customer lifetime value'],
    ['customers/customer-profile', 'customers customer profile'],
    ['pii.email', 'pii email'],
    ['Customer360', 'customer360'],
    ['ÄrzteListe', 'ärzte liste'],
    ['  ', ''],
  ])('%s', (name, words) => {
    expect(wordsOf(name)).toBe(words);
  });
});

describe('what is looked for', () => {
  test.each([
    ['the words of a phrase, each once', 'Email email EMAIL of customers', ['email', 'of', 'customers']],
    ['the words of a coordinate', 'Customer.lifetimeValue', ['customer', 'lifetime', 'value']],
    ['nothing that a query language would read', `a:* & !b | (c) <-> 'd' \\ \0`, ['a', 'b', 'c', 'd']],
    ['not more than eight', 'a b c d e f g h i j', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']],
    ['no word without an end', 'x'.repeat(1_000), ['x'.repeat(40)]],
    ['nothing in signs', '%%% ___ ***', []],
  ])('%s', (_, text, tokens) => {
    expect(tokensOf(text)).toEqual(tokens);
  });
});

test('each word that was looked for says where it was found', () => {
  const found = {
    words: 'customer email',
    tags: ['pii.contact'],
    description: 'Where invoices are sent.',
  };
  expect(whyFound(['customers', 'contact', 'invoice', 'emial'], found)).toEqual([
    'the name has "customers"',
    'the tag pii.contact',
    'the description has "invoice"',
    'the name is similar to "emial"',
  ]);
});
