import { describe, expect, test } from 'vitest';
import { type OfflineRequest, planOffline } from '../../../../gateway/plan/plan-offline.ts';
import { compose } from '../../../support/federation/federation.ts';

const subgraphs = {
  a: {
    sdl: 'type Query { things(first: Int): [Thing!] } type Thing @key(fields: "id") { id: ID! name: String @override(from: "b", label: "percent(5)") }',
  },
  b: { sdl: 'type Thing @key(fields: "id") { id: ID! name: String price: Int }' },
};
const supergraphSdl = compose(subgraphs, [
  { name: 'a', url: 'http://a.internal' },
  { name: 'b', url: 'http://b.internal' },
]);

const plan = (request: Partial<OfflineRequest>) =>
  planOffline({
    supergraphSdl,
    query: '{ things { name price } }',
    operationName: null,
    variables: {},
    overrides: [],
    format: 'text',
    ...request,
  });

describe('a plan without a gateway', () => {
  test('is text for people', async () => {
    const { text } = await plan({});
    expect(text).toMatch(/^In sequence\n {2}Fetch from a\n/);
    expect(text).toContain('Fetch from b for things.@\n    given { ... on Thing { __typename id } }');
  });

  test('is the same JSON each time, keys in the documented order', async () => {
    const [once, again] = [await plan({ format: 'json' }), await plan({ format: 'json' })];
    expect(once.text).toBe(again.text);
    const read = JSON.parse(once.text) as { readonly node: { readonly nodes: readonly object[] } };
    expect(Object.keys(read)).toEqual(['version', 'node', 'deferred', 'interfaceObjects']);
    expect(Object.keys(read.node.nodes[1]!)).toEqual(['kind', 'path', 'node']);
  });

  test('names no URL of a subgraph', async () => {
    expect((await plan({ format: 'json' })).text).not.toContain('internal/');
    expect((await plan({})).text).not.toContain('http');
  });

  test('needs no variables but those of conditions', async () => {
    const query = 'query ($first: Int!, $all: Boolean!) { things(first: $first) { name price @include(if: $all) } }';
    await expect(plan({ query, variables: { all: false } })).resolves.toBeDefined();
    await expect(plan({ query })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/\$all.*required/),
    });
  });

  test('takes the labels of @override that hold', async () => {
    const query = '{ things { name } }';
    expect((await plan({ query })).text).toContain('Fetch from b');
    expect((await plan({ query, overrides: ['percent(5)'] })).text).not.toContain('Fetch from b');
  });

  test.each<[string, Partial<OfflineRequest>, object]>([
    [
      'a schema of a subgraph',
      { supergraphSdl: 'type Query { a: Int }' },
      { code: 'SUPERGRAPH_INVALID', message: /compose the subgraphs first/ },
    ],
    ['no schema at all', { supergraphSdl: 'hello' }, { code: 'SUPERGRAPH_INVALID' }],
    ['a document that does not parse', { query: '{ things' }, { code: 'GRAPHQL_PARSE_FAILED' }],
    ['a field that is not there', { query: '{ nothing }' }, { code: 'GRAPHQL_VALIDATION_FAILED' }],
    [
      'several operations and no name',
      { query: 'query A { things { name } } query B { things { name } }' },
      { code: 'OPERATION_NOT_FOUND' },
    ],
    [
      'a variable that is not there',
      { variables: { frist: 1 } },
      { code: 'BAD_USER_INPUT', message: /no variable "\$frist"/ },
    ],
    [
      'a label that is not there',
      { overrides: ['percent(6)'] },
      { code: 'BAD_USER_INPUT', message: /it has percent\(5\)/ },
    ],
  ])('refuses %s and says why', async (_, request, error) => {
    await expect(plan(request)).rejects.toMatchObject(withPatterns(error));
  });
});

function withPatterns(error: object): object {
  const { message } = error as { readonly message?: RegExp };
  return { ...error, ...(message && { message: expect.stringMatching(message) }) };
}
