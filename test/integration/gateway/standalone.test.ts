// `gordian start --supergraph FILE`: the compiled command line, as a user runs it, on a supergraph that is none of ours.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../../kit/free-port.ts';
import { compiledTree } from '../../support/compiled-tree.ts';
import { sendOperation } from '../../support/graphql-client.ts';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { type JsonLinesProcess, startJsonLinesProcess } from '../../support/json-lines-process.ts';
import { composeSmall } from '../../support/small-supergraph.ts';

const state = mkdtempSync(join(tmpdir(), 'gordian-alone-'));
/** A generation is built in threads of its own, which start first. */
const patience = { timeout: 20_000 };
const supergraphFile = join(state, 'supergraph.graphql');
const started: JsonLinesProcess[] = [];
const tree = compiledTree();
let subgraph: HttpStub;

beforeAll(async () => {
  subgraph = await startHttpStub(() => ({ status: 200, body: { data: { hello: 'world' } } }));
});

afterEach(async () => {
  for (const process of started) process.kill('SIGTERM');
  await Promise.all(started.splice(0).map(({ ended }) => ended));
});

afterAll(async () => {
  await subgraph.close();
  rmSync(state, { recursive: true, force: true });
});

describe('a gateway that runs alone', () => {
  test('answers on any supergraph, and warns that everything is open', async () => {
    writeFileSync(supergraphFile, supergraph('type Query { hello: String }', subgraph.url));
    const { process, url } = await start('--supergraph', supergraphFile, '--policy', 'none');
    await listening(process, url);
    expect((await sendOperation(url, '{ hello }')).data).toEqual({ hello: 'world' });
    expect(textOf(process)).toMatch(/WARNING: --policy none\. Every field is open/);
    expect(logOf(url)).toMatch(/"level":"warn".*policy: none/);
  });

  test('under the rules of the domains denies everything, and says so beforehand', async () => {
    writeFileSync(supergraphFile, supergraph('type Query { hello: String }', subgraph.url));
    const { process, url } = await start('--supergraph', supergraphFile, '--policy', 'domains');
    await listening(process, url);
    const { data, body } = await sendOperation(url, '{ hello }');
    expect([data, body.errors[0].extensions.code]).toEqual([{ hello: null }, 'UNAUTHENTICATED']);
    expect(textOf(process)).toMatch(/every field is unclassified, so every field is denied/);
  });

  test('asks a subgraph where the flag says it is', async () => {
    writeFileSync(supergraphFile, supergraph('type Query { hello: String }', 'http://127.0.0.1:9/graphql'));
    const flags = ['--supergraph', supergraphFile, '--policy', 'none', '--subgraph', `small=${subgraph.url}`];
    const { process, url } = await start(...flags);
    await listening(process, url);
    expect((await sendOperation(url, '{ hello }')).data).toEqual({ hello: 'world' });
  });

  test('takes a configuration of its own, and serves a newer file while a broken one changes nothing', async () => {
    writeFileSync(supergraphFile, supergraph('type Query { hello: String }', subgraph.url));
    const configFile = join(state, 'mine.yaml');
    const source = { kind: 'file', path: supergraphFile, pollIntervalMs: 20 };
    writeFileSync(configFile, JSON.stringify({ supergraph: source, policy: 'none' }));
    const { process, url } = await start('--config', configFile);
    await listening(process, url);

    writeFileSync(supergraphFile, 'type Query { this is broken');
    await expect
      .poll(() => logOf(url), patience)
      .toMatch(/the supergraph is refused; the former generation keeps serving/);
    expect((await sendOperation(url, '{ hello }')).data).toEqual({ hello: 'world' });

    writeFileSync(supergraphFile, supergraph('type Query { hello: String newer: String }', subgraph.url));
    await expect
      .poll(async () => (await sendOperation(url, '{ __type(name: "Query") { fields { name } } }')).body.data, patience)
      .toEqual({ __type: { fields: [{ name: 'hello' }, { name: 'newer' }] } });
  });

  test.each([
    ['a file that is no supergraph', ['--policy', 'none'], 'type Query { hello: String }', 1, /SUPERGRAPH_INVALID: /],
    ['no policy', [], null, 2, /Add --policy none/],
    ['a subgraph without a URL', ['--policy', 'none', '--subgraph', 'small'], null, 2, /write it as name=url/],
  ])('%s ends the start with what is wrong', async (_what, flags, sdl, exit, message) => {
    writeFileSync(supergraphFile, sdl ?? supergraph('type Query { hello: String }', subgraph.url));
    const { process } = await start('--supergraph', supergraphFile, ...flags);
    expect([await process.ended, textOf(process)]).toEqual([exit, expect.stringMatching(message)]);
  });

  test('a file that is missing is named', async () => {
    const missing = join(state, 'missing.graphql');
    const { process } = await start('--supergraph', missing, '--policy', 'none');
    expect([await process.ended, textOf(process)]).toEqual([1, expect.stringContaining(missing)]);
  });
});

async function start(...flags: string[]): Promise<{ process: JsonLinesProcess; url: string }> {
  const port = await freePort();
  const args = [join(tree, 'cli/main.js'), 'start', '--port', String(port), '--state', state, ...flags];
  const process = startJsonLinesProcess({ args });
  started.push(process);
  return { process, url: `http://127.0.0.1:${port}` };
}

/** The command says so when the gateway is ready; a gateway that cannot start ends the command. */
async function listening(process: JsonLinesProcess, url: string): Promise<void> {
  const ended = process.ended.then((how) => Promise.reject(new Error(`It ended with ${how}:\n${textOf(process)}`)));
  const ready = expect.poll(() => textOf(process), patience).toContain(`${url}/graphql`);
  await Promise.race([ready, ended]);
}

function textOf(process: JsonLinesProcess): string {
  return process.lines.map(({ text }) => text).join('\n');
}

function logOf(url: string): string {
  return readFileSync(join(state, `alone-${new URL(url).port}`, 'gateway.log'), 'utf8');
}

function supergraph(sdl: string, url: string): string {
  return composeSmall({ small: { sdl, url } });
}
