// What composition leaves of @cacheControl, and what is read of it.
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { readCacheHints } from '../../../schema/cache-hints.ts';
import { composeSupergraph } from '../../../schema/compose.ts';

const hint = (maxAge: number | null, more: object = {}) => ({ maxAge, scope: null, inheritMaxAge: false, ...more });

function hintsOf(sdl: string, { name = 'cacheControl', imported = '"@cacheControl"' } = {}) {
  const composed = composeSupergraph([
    {
      name: 'shop',
      url: 'http://127.0.0.1',
      file: 'shop.graphql',
      sdl: `
        extend schema
          @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@composeDirective"])
          @link(url: "https://specs.example/cacheControl/v0.1", import: [${imported}])
          @composeDirective(name: "@${name}")
        enum CacheControlScope { PUBLIC PRIVATE }
        directive @${name}(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
        ${sdl}`,
    },
  ]);
  if (!composed.ok) throw new Error(composed.problems[0]!.message);
  return Object.fromEntries(readCacheHints(parse(composed.supergraphSdl)));
}

test('hints on fields, objects, interfaces and unions come through composition', () => {
  const hints = hintsOf(`
    type Query { product: Product @cacheControl(maxAge: 30) any: Any node: Node }
    interface Node @cacheControl(maxAge: 10) { id: ID }
    type Product implements Node @cacheControl(maxAge: 60, scope: PRIVATE) { id: ID, name: String @cacheControl(scope: PUBLIC) }
    type Part @cacheControl(inheritMaxAge: true) { id: ID }
    union Any @cacheControl(maxAge: 0) = Product | Part`);
  expect(hints).toEqual({
    'Query.product': hint(30),
    Node: hint(10),
    Product: hint(60, { scope: 'PRIVATE' }),
    'Product.name': hint(null, { scope: 'PUBLIC' }),
    Part: hint(null, { inheritMaxAge: true }),
    Any: hint(0),
  });
});

test('a directive that was imported under another name is found', () => {
  const renamed = { name: 'keep', imported: '{ name: "@cacheControl", as: "@keep" }' };
  expect(hintsOf('type Query { a: Int @keep(maxAge: 5) }', renamed)).toEqual({ 'Query.a': hint(5) });
});

test('a supergraph without hints has none', () => {
  expect(hintsOf('type Query { a: Int }')).toEqual({});
});

test.each(['-1', '1.5', '"60"'])('an age of %s is refused with its coordinate', (age) => {
  const supergraph = parse(`type Query { a: Int @cacheControl(maxAge: ${age}) }`);
  expect(() => readCacheHints(supergraph)).toThrow(/Query\.a/);
});
