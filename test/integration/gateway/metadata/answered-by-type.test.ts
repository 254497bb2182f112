// What a subgraph says of a type is asked for once and stands at each of its objects.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sendOperation } from '../../../support/graphql-client.ts';
import { type HttpStub, startHttpStub } from '../../../support/http-stub.ts';
import { composeSmall } from '../../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../../support/standalone-gateway.ts';

interface Representation {
  readonly __typename: string;
  readonly id: string;
}

let things: HttpStub;
let about: HttpStub;
let gateway: StandaloneGateway;
let asked: readonly Representation[][] = [];

const objects = ['Cat 1', 'Dog 2', 'Cat 3', 'Dog 4', 'Cat 5'].map((text) => {
  const [typename, id] = text.split(' ');
  return { __typename: typename, id };
});

beforeAll(async () => {
  things = await startHttpStub(() => ({ status: 200, body: { data: { pets: objects } } }));
  about = await startHttpStub(({ body }) => {
    const { variables } = JSON.parse(body) as { variables: Record<string, Representation[]> };
    const lists = Object.values(variables);
    asked = [...asked, ...lists];
    // Several fetches may come in one request, each under a name of its own.
    const names = lists.length === 1 ? ['_entities'] : lists.map((_, index) => `e${index}`);
    const answer = (one: Representation) => ({
      __typename: one.__typename,
      about: { text: `of ${one.__typename}s`, own: one.id, note: null },
      age: Number(one.id),
    });
    return {
      status: 200,
      body: { data: Object.fromEntries(names.map((name, index) => [name, lists[index]!.map(answer)])) },
    };
  });
  const tag = '@federation__tag(name: "gordian-by-type")';
  gateway = await startStandaloneGateway(
    composeSmall({
      things: {
        sdl: `type Query { pets: [Pet!] } interface Pet { id: ID! }
          type Cat implements Pet @key(fields: "id") { id: ID! } type Dog implements Pet @key(fields: "id") { id: ID! }`,
        url: things.url,
      },
      about: {
        sdl: `type Cat @key(fields: "id") { id: ID! about: About ${tag} age: Int }
          type Dog @key(fields: "id") { id: ID! about: About ${tag} }
          type About { text: String own: String @federation__tag(name: "gordian-by-row") }`,
        url: about.url,
      },
    }),
    { admission: { maxLoopLagMs: 60_000 } },
  );
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  await gateway.close();
  await Promise.all([things.close(), about.close()]);
});

const idsAsked = () =>
  asked
    .flat()
    .map(({ id }) => id)
    .sort();

test('one of each type is asked about, and all have the answer', async () => {
  const { body } = await sendOperation(
    gateway.url,
    '{ pets { id ... on Cat { about { text } } ... on Dog { about { text } } } }',
  );
  expect(body).toEqual({
    data: { pets: objects.map(({ __typename, id }) => ({ id, about: { text: `of ${__typename}s` } })) },
  });
  expect(idsAsked()).toEqual(['1', '2']);
});

test.each([
  [
    'below the field differs',
    '{ pets { ... on Cat { about { text own } } } }',
    { about: { text: 'of Cats', own: '3' } },
  ],
  ['beside it differs', '{ pets { ... on Cat { about { text } age } } }', { about: { text: 'of Cats' }, age: 3 }],
])('each is asked about when something %s', async (_, query, third) => {
  const { body } = await sendOperation(gateway.url, query);
  expect(body.data.pets[2]).toEqual(third);
  expect(idsAsked()).toEqual(['1', '3', '5']);
});
