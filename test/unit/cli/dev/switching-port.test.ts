// Real servers behind a real port.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request } from 'undici';
import { afterEach, expect, test } from 'vitest';
import { openSwitchingPort, type SwitchingPort } from '../../../../cli/dev/switching-port.ts';
import { freePort } from '../../../../kit/free-port.ts';

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

test('new connections go to whichever serves now, and an answer under way comes from the process that began it', async () => {
  const { url, port } = await opened();
  let begin = (_finish: (text: string) => void) => {};
  const begun = new Promise<(text: string) => void>((resolve) => (begin = resolve));
  const first = await serving(begin);
  const second = await serving((end) => end('second'));
  port.switchTo(first);
  const underWay = ask(url);
  const finish = await begun;
  port.switchTo(second);
  expect(await ask(url)).toEqual({ status: 200, text: 'second' });
  finish('first');
  expect(await underWay).toEqual({ status: 200, text: 'first' });
});

test('while nobody serves, and when who serves is gone, callers hear 503', async () => {
  const { url, port } = await opened();
  expect((await ask(url)).status).toBe(503);
  port.switchTo(await freePort());
  expect((await ask(url)).status).toBe(503);
});

test('a taken port is refused with its number', async () => {
  const { number } = await opened();
  await expect(openSwitchingPort(number)).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    message: expect.stringContaining(String(number)),
  });
});

async function opened(): Promise<{ url: string; number: number; port: SwitchingPort }> {
  const number = await freePort();
  const port = await openSwitchingPort(number);
  open.push(port);
  return { url: `http://127.0.0.1:${number}`, number, port };
}

function serving(answer: (end: (text: string) => void) => void): Promise<number> {
  const server: Server = createServer((_request, response) => answer((text) => response.end(text)));
  open.push({ close: () => server.close() });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

/** Over a connection of its own. */
async function ask(url: string): Promise<{ status: number; text: string }> {
  const dispatcher = new Agent({ pipelining: 0 });
  const { statusCode, body } = await request(url, { dispatcher });
  const text = await body.text();
  await dispatcher.close();
  return { status: statusCode, text };
}
