// `gordian plan`: what goes to stdout and what to stderr, and what it says of everything that is wrong.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GordianError } from '../../../kit/errors.ts';
import { compiledTree } from '../../support/compiled-tree.ts';
import { compose } from '../../support/federation/federation.ts';
import { runGordian } from '../../support/run-gordian.ts';

let folder: string;
const tree = compiledTree();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gordian-plan-'));
  const sdl = 'type Query { thing(id: ID): Thing } type Thing @key(fields: "id") { id: ID! name: String }';
  writeFileSync(join(folder, 'supergraph.graphql'), compose({ a: { sdl } }, [{ name: 'a', url: 'http://a.internal' }]));
  writeFileSync(join(folder, 'queries.graphql'), 'query One { thing(id: 1) { id } } query Two { thing { name } }');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const gordian = (...args: readonly string[]) =>
  runGordian(
    ['plan', '--supergraph', join(folder, 'supergraph.graphql'), ...args],
    {},
    join(tree, 'gateway/plan-main.js'),
  );

describe('plan', () => {
  it('writes the plan to stdout and how long it took to stderr', async () => {
    const { stdout, stderr, exitCode } = await gordian('--query', '{ thing(id: 7) { name } }');
    expect(stdout).toBe('Fetch from a\n  {\n    thing__0: thing(id: 7) {\n      name\n    }\n  }\n');
    expect(stderr).toMatch(/^Planned in \d+ ms/);
    expect(exitCode).toBe(0);
  });

  it('reads a file, one operation of it, and writes JSON', async () => {
    const { stdout } = await gordian(
      '--query',
      join(folder, 'queries.graphql'),
      '--operation',
      'Two',
      '--format',
      'json',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      node: { kind: 'fetch', subgraph: 'a', document: '{thing{name}}' },
    });
  });

  it.each<[string, readonly string[], string, RegExp]>([
    ['a file that is not there', ['--query', 'missing.graphql'], 'BAD_USER_INPUT', /missing.graphql.*is no file/],
    [
      'a document with problems, naming each and its place',
      ['--query', '{ thing { a\n b } }'],
      'GRAPHQL_VALIDATION_FAILED',
      /"a".*\(line 1, column 11\)\n.*"b".*\(line 2, column 2\)/,
    ],
    [
      'variables that are no JSON',
      ['--query', '{ thing { id } }', '--variables', '{'],
      'BAD_USER_INPUT',
      /--variables is not JSON/,
    ],
    [
      'variables that are no object',
      ['--query', '{ thing { id } }', '--variables', '[1]'],
      'BAD_USER_INPUT',
      /JSON object/,
    ],
    [
      'an operation that is not there',
      ['--query', '{ thing { id } }', '--operation', 'Three'],
      'OPERATION_NOT_FOUND',
      /operationName/,
    ],
  ])('refuses %s', async (_, args, code, message) => {
    const refusal = await gordian(...args).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(GordianError);
    expect(refusal).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('refuses what is no supergraph, and names the file', async () => {
    const script = join(tree, 'gateway/plan-main.js');
    const file = join(folder, 'queries.graphql');
    await expect(runGordian(['plan', '--supergraph', file, '--query', '{ a }'], {}, script)).rejects.toMatchObject({
      code: 'SUPERGRAPH_INVALID',
      message: expect.stringMatching(/queries\.graphql: This is no supergraph: .*compose the subgraphs first\.$/s),
    });
  });

  it('refuses a supergraph that cannot be read', async () => {
    const run = runGordian(['plan', '--supergraph', join(folder, 'none.graphql'), '--query', '{ a }']);
    await expect(run).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});
