import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ask } from '../../../../portal/source/graph/ask.ts';
import type { Portal } from '../../../../portal/source/shell/portal-context.ts';

const document = { kind: 'query', operationName: 'Asked', text: 'query Asked { asked }' } as const;
const json = { 'content-type': 'application/json' };

const nobody = { authorization: async () => null };

async function askOf(listener: RequestListener, session: object = nobody): Promise<unknown> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const portal = { config: { endpoint }, session } as unknown as Portal;
  return ask(portal, document, {});
}

test('a connection that is lost half-way through an answer is a fault that may pass', async () => {
  const lost = askOf((_, response) => {
    response.writeHead(200, { ...json, 'content-length': 100 }).write('{"data":', () => response.destroy());
  });
  await expect(lost).rejects.toMatchObject({ isPassing: true, message: expect.stringContaining('does not answer') });
});

test('an answer that is no JSON is none', async () => {
  const page = askOf((_, response) => void response.writeHead(200, json).end('<html>'));
  await expect(page).rejects.toMatchObject({
    isPassing: false,
    message: expect.stringContaining('Is a proxy between'),
  });
});

test.each([
  ['could not be renewed this time is a fault that may pass', { ended: false }],
  ['is over is a refusal', { ended: true }],
])('a session that %s', async (_, state) => {
  const session = {
    state: { get: () => state },
    authorization: () => Promise.reject(new Error('Sign in again.')),
  };
  const asked = askOf(() => expect.unreachable(), session);
  await expect(asked).rejects.toMatchObject({ isPassing: !state.ended, message: 'Sign in again.' });
});
