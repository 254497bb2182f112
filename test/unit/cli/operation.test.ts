// `gordian operation`: what is found in sources, under which hash, and what is wrong with it, at its own place.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readOperations } from '../../../cli/operations/read-operations.ts';
import { placeInSource } from '../../../schema/operation/collect-operations.ts';
import { runGordian } from '../../support/run-gordian.ts';

let folder: string;
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gordian-operations-'));
  write('orders.graphql', 'query Orders {\n  # all\n  orders { ...OrderLine }\n}');
  write(
    'page.tsx',
    `// gql\`query Commented { no }\`
const told = 'gql\`query Told { no }\`';
export const line = gql\`
  fragment OrderLine on Order { id }
\`.replace('x', \`\`);
export const page = <p title="don't">{useQuery(graphql(\`query Page { me { ...OrderLine } }
  \${line}\`))}</p>;
const change = /* GraphQL */ \`mutation Change { change(id: 1) }\`;
const other = \`query NotMarked { no }\`;
`,
  );
  write(
    'schema.graphql.txt',
    'type Query { orders: [Order!]! me: Order old: Int @deprecated(reason: "Use me.") } type Order { id: ID! } type Mutation { change(id: ID!): Int }',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

test('operations are found in files and marked templates, with fragments of other files, under the hash of what is printed', async () => {
  const { stdout, stderr } = await runGordian(['operation', 'extract', folder]);
  const manifest = JSON.parse(stdout) as Record<string, string>;
  expect(Object.values(manifest).map((document) => /\w+ (\w+)/.exec(document)![1])).toEqual([
    'Change',
    'Orders',
    'Page',
  ]);
  for (const [hash, document] of Object.entries(manifest))
    expect(hash).toBe(createHash('sha256').update(document).digest('hex'));
  expect(Object.values(manifest)[1]).toBe(
    'query Orders {\n  orders {\n    ...OrderLine\n  }\n}\n\nfragment OrderLine on Order {\n  id\n}',
  );
  expect(stderr).toBe('3 operations.\n');
});

test.each([
  ['**/*.graphql', ['Orders']],
  ['*.{tsx,jsx}', ['Change', 'Page']],
])('the pattern %s is matched here when no shell has', (pattern, names) => {
  write('fragment.gql', '');
  const { operations } = readOperations([join(folder, pattern)]);
  expect(operations.map(({ name }) => name)).toEqual(names);
});

test('where something stands in what is printed is found in the source', () => {
  const { operations } = readOperations([folder]);
  const page = operations.find(({ name }) => name === 'Page')!;
  const { file, line, column } = placeInSource(page, { line: 8, column: 3 });
  expect([relative(folder, file), line, column]).toEqual(['page.tsx', 4, 33]);
});

describe('wrong sources', () => {
  test.each([
    ['no name', 'query { me { id } }', 'OPERATION_WITHOUT_NAME', '1:1'],
    ['a name twice', 'query A { me { id } }\nquery A { orders { id } }', 'NAME_TAKEN', '2:1'],
    ['a fragment that is nowhere', 'query A {\n  me { ...Nowhere }\n}', 'UNKNOWN_FRAGMENT', '2:8'],
    ['no GraphQL', 'query A {', 'GRAPHQL_PARSE_FAILED', '1:10'],
    ['a schema', 'type Query { a: Int }', 'NO_OPERATION', '1:1'],
  ])('%s', async (_what, text, code, place) => {
    const file = join(folder, 'wrong.graphql');
    writeFileSync(file, text);
    const { stderr, stdout, exitCode } = await runGordian(['operation', 'extract', file]);
    rmSync(file);
    expect([stdout, exitCode]).toEqual(['', 1]);
    expect(stderr).toContain(`${file}:${place} error ${code}`);
  });

  test('are findings like others for a check', async () => {
    const file = join(folder, 'wrong.graphql');
    writeFileSync(file, 'query A {');
    const { stdout, exitCode } = await runGordian(['operation', 'check', file, '--format', 'json']);
    rmSync(file);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, problems: [{ file, code: 'GRAPHQL_PARSE_FAILED' }] });
    expect(exitCode).toBe(1);
  });

  test('a selection that is made at run time', async () => {
    const file = join(folder, 'wrong.ts');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the source of somebody else.
    writeFileSync(file, 'const a = gql`query A { ${fields} }`;');
    const { stderr } = await runGordian(['operation', 'extract', file]);
    rmSync(file);
    expect(stderr).toContain(`${file}:1:15 error OPERATION_NOT_STATIC`);
  });
});

test('a check on a proposed schema gives errors and deprecations with their places, and fails', async () => {
  const file = join(folder, 'wrong.ts');
  writeFileSync(file, 'const a = gql`\n  query A { old nobody }`;');
  const { stdout, exitCode } = await runGordian([
    ...['operation', 'check', file, '--sdl', join(folder, 'schema.graphql.txt'), '--format', 'table'],
  ]);
  rmSync(file);
  expect(stdout).toContain(`${file}:2:13 warning DEPRECATED_FIELD: A: The field Query.old is deprecated. Use me.`);
  expect(stdout).toContain(
    `${file}:2:17 error GRAPHQL_VALIDATION_FAILED: A: Cannot query field "nobody" on type "Query".`,
  );
  expect(exitCode).toBe(1);
});
