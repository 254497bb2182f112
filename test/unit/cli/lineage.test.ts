// `gordian lineage` against a gateway that answers what the test says.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { runGordian } from '../../support/run-gordian.ts';

let server: Server | null = null;
const asked: { query: string; variables: Record<string, unknown> }[] = [];
afterEach(() => {
  server?.close();
  asked.splice(0);
});

async function gatewayThatAnswers(data: unknown): Promise<string> {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      asked.push(JSON.parse(text));
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
    });
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function gordian(data: unknown, ...args: string[]) {
  const url = await gatewayThatAnswers(data);
  return runGordian(['lineage', ...args, '--url', url], { GORDIAN_TOKEN: 't' });
}

const node = (urn: string, label = urn) => ({ urn, kind: 'COLUMN', label, depth: 0 });
const edge = {
  from: 'postgres://a#a.t.c',
  to: 'graphql://gordian#T.f',
  transform: 'DIRECT',
  subtype: 'IDENTITY',
  masking: true,
  origins: ['DECLARED', 'OPENLINEAGE'],
  confidence: 0.95,
  lastSeen: '2026-03-01T12:00:00.000Z',
};
const graph = {
  nodes: [node(edge.to, 'T.f'), node(edge.from, 'a.t."c"')],
  edges: [edge],
  complete: false,
  cutReason: 'DEPTH',
  asOf: '2026-03-01T12:00:00.000Z',
};

describe('a walk', () => {
  test('is a table, and says what was left out', async () => {
    const { stdout } = await gordian({ lineage: graph }, 'T.f', '--direction', 'upstream', '--depth', '1');
    expect(stdout).toMatch(
      /postgres:\/\/a#a\.t\.c +graphql:\/\/gordian#T\.f +direct identity +yes +declared, openlineage \(0\.95\)/,
    );
    expect(stdout).toContain('There is more than this: ask for it with --depth.');
    expect(asked[0]!.variables).toMatchObject({ root: { coordinate: 'T.f' }, direction: 'UPSTREAM', depth: 1 });
  });

  test('is a Mermaid diagram in which a label is only text', async () => {
    const { stdout } = await gordian({ lineage: graph }, 'postgres://a#a.t.c', '--format', 'mermaid');
    expect(stdout).toBe(`flowchart LR
  n0["T.f<br/>COLUMN"]
  n1["a.t.#34;c#34;<br/>COLUMN"]
  n1 -->|masked| n0
`);
    expect(asked[0]!.variables).toMatchObject({ root: { urn: 'postgres://a#a.t.c' } });
  });

  test('of what is not there is refused', async () => {
    await expect(gordian({ lineage: null }, 'T.gone')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(gordian({ lineage: null })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('what gets through without a mask', () => {
  const path = { nodes: [node('a'), node('b')] };
  test.each([
    ['nothing', [], true, '0', 0, '0 places'],
    ['one where none is accepted', [path], true, '0', 1, '1 place '],
    ['as many as are accepted', [path], true, '1', 0, '1 place '],
    ['an answer that was cut', [], false, '0', 1, '0 or more places'],
  ])('%s', async (_, paths, complete, max, exitCode, message) => {
    const run = await gordian({ unmaskedPaths: { paths, complete } }, 'unmasked', '--tag', 'pii', '--max', max);
    expect([run.exitCode, run.stdout]).toEqual([exitCode, expect.stringContaining(message)]);
    expect(asked[0]!.variables).toMatchObject({ tag: 'pii' });
  });
});

describe('drift', () => {
  const item = (kind: string) => ({ kind, edge: { from: edge.from, to: edge.to, lastSeen: edge.lastSeen } });

  test('is told either way, and fails when something was seen that nobody declares', async () => {
    const items = [item('DECLARED_NOT_OBSERVED'), item('OBSERVED_NOT_DECLARED')];
    const { stdout, exitCode } = await gordian({ lineageDrift: { complete: false, items } }, 'drift', 'orders/orders');
    expect(stdout).toMatch(/postgres:\/\/a#a\.t\.c +graphql:\/\/gordian#T\.f +declared, not seen/);
    expect(stdout).toMatch(/seen, not declared\s+There is more than this\./);
    expect(exitCode).toBe(1);
    expect(asked[0]!.variables).toEqual({ product: 'gordian:product:orders/orders', window: 'P30D' });
  });

  test('of what was never asked for is no failure', async () => {
    const only = { complete: true, items: [item('DECLARED_NOT_OBSERVED')] };
    expect(await gordian({ lineageDrift: only }, 'drift', 'orders/orders')).toMatchObject({ exitCode: 0 });
    const { stdout } = await gordian({ lineageDrift: { complete: true, items: [] } }, 'drift', 'gordian:product:a/b');
    expect(stdout).toContain('What is declared has been seen');
  });
});
