// @defer on the whole system: the parts of the customer profile are the profile, for each persona with what it may see.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DirectiveNode,
  type FieldNode,
  type InlineFragmentNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  visit,
} from 'graphql';
import { describe, expect, inject, test } from 'vitest';
import { type AnswerPart, mergeParts } from '../support/federation/answer-parts.ts';
import { personaToken, sendOperation } from '../support/graphql-client.ts';
import { readParts } from '../support/multipart-client.ts';

const url = inject('gatewayUrl');
const wholeQuery = readFileSync(join(import.meta.dirname, '../../portal/queries/customer-profile.graphql'), 'utf8');
const slow = new Set(['orders', 'payments', 'openTickets', 'profile360', 'riskScore', 'provenance', 'email']);
const partedQuery = print(visit(parse(wholeQuery), { Field: { leave: deferSlow } }));

function deferSlow(field: FieldNode): InlineFragmentNode | undefined {
  if (!slow.has(field.name.value)) return undefined;
  const defer: DirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'defer' } };
  const selections: readonly SelectionNode[] = [field];
  return { kind: Kind.INLINE_FRAGMENT, directives: [defer], selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

async function askForParts(token: string | undefined): Promise<readonly AnswerPart[]> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      accept: 'multipart/mixed;incrementalSpec=v0.2',
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: partedQuery }),
  });
  expect(response.headers.get('content-type')).toMatch(/^multipart\/mixed/);
  const parts: AnswerPart[] = [];
  for await (const part of readParts(response.body!)) parts.push(part as AnswerPart);
  return parts;
}

/** Ages grow between two questions. */
const withoutAges = (data: unknown): unknown =>
  JSON.parse(JSON.stringify(data, (key, value) => (key === 'ageSeconds' ? 0 : value)));

const places = (errors: readonly { path: readonly unknown[]; extensions: { code: string } }[] = []) =>
  errors.map(({ path, extensions }) => `${path.join('.')} ${extensions.code}`).sort();

describe('the customer profile in parts', () => {
  test.each(['steward', 'analyst', 'app'])('is the whole profile for %s', async (persona) => {
    const token = await personaToken(url, persona);
    const { body: whole } = await sendOperation(url, wholeQuery, { token });
    const [first, ...parts] = await askForParts(token);
    expect(Object.keys((first as unknown as { data: { customer: object } }).data.customer)).toEqual([
      'name',
      'segment',
      'region',
      'accountManager',
    ]);
    const { data, errors } = mergeParts({ errors: [], ...(first as object) } as never, parts);
    expect(withoutAges(data)).toEqual(withoutAges(whole.data));
    expect(places(errors)).toEqual(places(whole.errors));
  });

  test('is denied at once where nothing may be seen', async () => {
    const { body } = await sendOperation(url, partedQuery);
    expect(body).toMatchObject({ data: { customer: null }, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });
});
