// What can be wrong with a supergraph, each made of a good one.
export const breakages: readonly (readonly [string, (sdl: string) => string])[] = [
  ['empty', () => ''],
  ['of spaces only', () => ' \n '],
  ['not GraphQL', () => 'this is { not graphql'],
  ['binary', () => Buffer.from(Array.from({ length: 511 }, (_, n) => 1 + ((n * 37) % 255))).toString('latin1')],
  ['half written', (sdl) => sdl.slice(0, sdl.length / 2)],
  ['a page of a proxy', () => '<html><body>502 Bad Gateway</body></html>'],
  ['a schema, but no supergraph', () => 'type Query { hello: String }'],
  ['an operation', () => '{ item { one } }'],
  ['of a version of the join specification that nobody knows', (sdl) => sdl.replace(/join\/v0\.\d/, 'join/v9.9')],
  [
    'asking for a feature that is not known here',
    (sdl) => sdl.replace('schema\n', 'schema\n  @link(url: "https://example.com/lock/v1.0", for: SECURITY)\n'),
  ],
  ['naming a type that is not there', (sdl) => sdl.replace('one: String', 'one: Missing')],
  ['naming a subgraph that is not there', (sdl) => sdl.replaceAll(/graph: [A-Z]+/g, 'graph: NOBODY')],
  ['defining a type twice', (sdl) => `${sdl}\ntype Item { id: ID! }`],
  ['without queries', (sdl) => sdl.replace(/type Query[^}]*}/, '').replace('query: Query', '')],
  ['with a subgraph at no URL', (sdl) => withUrl(sdl, 'nowhere')],
  ['with a subgraph in a file', (sdl) => withUrl(sdl, 'file:///etc/passwd')],
];

/** Of one of its subgraphs. */
function withUrl(sdl: string, url: string): string {
  return sdl.replace(/(@join__graph\(name: "\w+", url: )"http[^"]*"/, `$1"${url}"`);
}
