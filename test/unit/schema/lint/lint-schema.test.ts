// The lint of schemas, rule by rule: a schema that breaks one rule has one finding at its place, and ours have none.
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { packageFile } from '../../../../kit/package-files.ts';
import { scaffoldContract } from '../../../../schema/contract/scaffold.ts';
import { type LintCode, type LintLevels, lintRules } from '../../../../schema/lint/lint-rules.ts';
import { lintSchema } from '../../../../schema/lint/lint-schema.ts';
import { readSubgraphFolders, type SubgraphFolder } from '../../../../schema/subgraph-folders.ts';

const sound = `"Reads."
type Query {
  "One thing, or none."
  thing("Such as T-1." id: ID!): Thing
  "All things."
  things("At most 100." first: Int, "Where the page begins." after: String): ThingConnection
}
"What we sell."
type Thing @key(fields: "id") {
  "Such as T-1."
  id: ID!
  "Whether it can be had."
  state: State
}
"Where a thing is in its life."
enum State {
  "On sale."
  ON_SALE
  "Sold."
  SOLD_OUT
}
"A page of things."
type ThingConnection {
  "The things of the page."
  nodes: [Thing!]
  "Where it ends."
  pageInfo: PageInfo!
}
"Where a page ends."
type PageInfo @shareable {
  "Whether there is more."
  hasNextPage: Boolean!
}
`;

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable"])\n';

function subgraph(sdl: string, contractParts = '\nsupport:\n  - { channel: "#things" }\n'): SubgraphFolder {
  const scaffold = scaffoldContract({ sdl, file: 'schema.graphql', product: 'things/things', owner: 'Things' });
  if (!scaffold.ok) throw new Error(JSON.stringify(scaffold.problems));
  const text = `${scaffold.text}${contractParts}`;
  return { name: 'things', file: 'schema.graphql', sdl, contracts: [{ file: 'contract.yaml', text }] };
}

const lint = (sdl: string, levels?: LintLevels) => lintSchema([subgraph(sdl)], levels);

/** A change of the sound schema, and what is said of it at which place of the schema. */
const cases: readonly [LintCode, string, string, string][] = [
  ['TYPE_NAME_CASE', 'State', 'thing_state', 'The type thing_state is not named in PascalCase.'],
  ['FIELD_NAME_CASE', '  state:', '  State_now:', 'The field Thing.State_now is not named in camelCase.'],
  ['ENUM_VALUE_CASE', 'SOLD_OUT', 'soldOut', 'The value State.soldOut is not named in CAPITALS_WITH_UNDERSCORES.'],
  [
    'FIELD_NAMED_AS_VERB',
    '  thing(',
    '  getThing(',
    'Query.getThing is named for what a client does; every field of Query is read.',
  ],
  ['DESCRIPTION_MISSING', '"Such as T-1." id', 'id', 'The argument Query.thing(id:) has no description.'],
  [
    'DESCRIPTION_SAYS_NOTHING',
    'Whether it can be had.',
    'The state of this.',
    'The description of Thing.state repeats its name.',
  ],
  [
    'DEPRECATION_WITHOUT_REASON',
    'state: State',
    'state: State @deprecated',
    'Thing.state is deprecated, and nobody is told what to use in its place.',
  ],
  [
    'ENUM_OF_ONE',
    '  "Sold."\n  SOLD_OUT\n',
    '',
    'The enum State has one value that is not deprecated: it tells nothing.',
  ],
  ['TYPE_UNUSED', 'state: State', 'state: String', 'Nothing leads to the type State.'],
  ['KEY_NULLABLE', '  id: ID!', '  id: ID', 'Thing.id is part of a key and may be null.'],
  [
    'ID_TYPE',
    '  id: ID!',
    '  id: String!',
    'Thing.id identifies an entity and is of the type String: clients and caches expect ID.',
  ],
  [
    'ROOT_FIELD_NON_NULL',
    '): Thing\n',
    '): Thing!\n',
    'Query.thing is never null: when it fails or is denied, clients lose everything else they asked for.',
  ],
  [
    'CONNECTION_SHAPE',
    'pageInfo: PageInfo!',
    'pageInfo: PageInfo',
    'ThingConnection is no connection as clients know them.',
  ],
  [
    'CONNECTION_SHAPE',
    ', "Where the page begins." after: String',
    '',
    'Query.things returns pages and cannot be asked for after.',
  ],
];

describe('a rule', () => {
  it('finds nothing in a sound schema', () => {
    expect(lint(link + sound)).toEqual([]);
  });

  test.each(cases)('%s: %s becomes %s', (code, from, to, message) => {
    const changed = link + sound.replaceAll(from, to);
    expect(lint(changed)).toMatchObject([{ code, message, severity: 'warning', file: 'schema.graphql' }]);
  });

  it('is found at its line and column, with a fix', () => {
    const [finding] = lint(link + sound.replace('  state:', '  State_now:'));
    expect(finding).toMatchObject({
      line: 14,
      column: 3,
      fix: 'Call it stateNow. Clients that use the old name need it until they have moved.',
    });
  });

  it('asks who answers for a product', () => {
    expect(lintSchema([subgraph(link + sound, '')])).toMatchObject([
      { code: 'OWNER_UNREACHABLE', file: 'contract.yaml', severity: 'warning' },
    ]);
  });

  it('asks whether what sounds like a person is protected', () => {
    const sdl = link + sound.replace('state: State', 'state: State\n  "Where to write."\n  email: String');
    const given = subgraph(sdl);
    const open = given.contracts[0]!.text.replace(
      /classification: confidential[^}\n]*/g,
      'classification: internal',
    ).replace(/tags: \[[^\]]*\]/g, 'tags: []');
    const contracts = [{ file: 'contract.yaml', text: open }];
    expect(lintSchema([{ ...given, contracts }]).map(({ code, message }) => [code, message])).toEqual([
      ['CLASSIFIED_TOO_LOW', 'Thing.email sounds like pii.email, and its contract calls it internal.'],
    ]);
  });

  it('is at the level that gordian.yaml says, unless the contract says another', () => {
    const broken = link + sound.replace('SOLD_OUT', 'soldOut');
    expect(lint(broken, { ENUM_VALUE_CASE: 'error' })).toMatchObject([{ severity: 'error' }]);
    expect(lint(broken, { '*': 'off' })).toEqual([]);
    const chosen =
      '\nsupport:\n  - { channel: "#things" }\ncustomProperties:\n  - { property: schemaLint, value: error }\n';
    expect(lintSchema([subgraph(broken, chosen)], { '*': 'off' })).toMatchObject([{ severity: 'error' }]);
  });
});

describe('the lint', () => {
  it('has nothing to say about our own subgraphs', () => {
    expect(lintSchema(readSubgraphFolders(packageFile('subgraphs')))).toEqual([]);
  });

  it('leaves what does not parse to composition', () => {
    expect(lintSchema([{ name: 'a', file: 'a.graphql', sdl: 'type {', contracts: [] }])).toEqual([]);
  });

  it('is explained in docs/reference/gates.md, rule by rule', () => {
    const page = readFileSync(packageFile('docs/reference/gates.md'), 'utf8');
    const [, section = ''] = /^## Lint$(.*?)^## /ms.exec(page) ?? [];
    const rows = section.split('\n').filter((line) => line.startsWith('| `'));
    expect(rows).toEqual(
      Object.entries(lintRules).map(([code, { level, finds }]) => `| \`${code}\` | ${level} | ${finds} |`),
    );
  });
});
