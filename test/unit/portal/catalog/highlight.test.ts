import { expect, test } from 'vitest';
import { highlight } from '../../../../portal/source/catalog/highlight.ts';

const marked = (text: string, search: string) =>
  highlight(text, search)
    .map(({ text: part, found }) => (found ? `[${part}]` : part))
    .join('');

test.each([
  ['Customer profile', 'customer', '[Customer] profile'],
  ['Customers and their customers', 'cust prof', '[Cust]omers and their [cust]omers'],
  ['Customer.emailAddress', 'email address', 'Customer.[email][Address]'],
  ['Customer.emailAddress', 'addr', 'Customer.email[Addr]ess'],
  ['nothing of it', 'customer', 'nothing of it'],
  ['a', 'a', 'a'],
  ['What (it) costs', '(it) .*', 'What ([it]) costs'],
  ['Größe', 'grö', '[Grö]ße'],
  ['', 'x', ''],
  ['text', '', 'text'],
])('in %j, %j finds %j', (text, search, expected) => {
  expect(marked(text, search)).toBe(expected);
});
