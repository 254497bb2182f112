// A subscription through the whole system: from the commit in one domain's database to a client's screen, completed by another.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { openEventStream } from '../support/event-stream-client.ts';
import { personaToken, sendOperation } from '../support/graphql-client.ts';
import { openPlayground } from '../support/playground-page.ts';
import { connectSocket } from '../support/socket-client.ts';

const url = inject('gatewayUrl');
const root = join(import.meta.dirname, '../..');
const query = readFileSync(join(root, 'portal/queries/ticket-updates.graphql'), 'utf8');
/** Not the one of the README. */
const customerId = 'DV-13045';

let tickets = 0;

/** Opens tickets until one of them is heard of: nobody knows when exactly a subscription begins. */
async function untilHeard<Event>(event: Promise<Event>): Promise<Event> {
  let isHeard = false;
  void event.then(() => {
    isHeard = true;
  });
  const token = await personaToken(url, 'app');
  while (!isHeard) {
    tickets += 1;
    const input = `{ customerId: "${customerId}", subject: "Where is it", body: "I wait.", priority: HIGH, channel: CHAT,
      idempotencyKey: "subscription-${tickets}" }`;
    const mutation = `mutation { openTicket(input: ${input}) { ticket { id } } }`;
    expect((await sendOperation(url, mutation, { token })).body.errors).toBeUndefined();
  }
  return event;
}

const completed = {
  ticketUpdated: {
    subject: 'Where is it',
    status: 'OPEN',
    customer: { name: 'Darrin Van Huff', segment: 'CORPORATE' },
    messages: { nodes: [{ author: 'CUSTOMER', body: null }] },
  },
};

describe('a ticket that is opened', () => {
  test('is heard of over a WebSocket, with the name from the customers domain and without what the caller may not read', async () => {
    const client = await connectSocket(url, { authorization: `Bearer ${await personaToken(url, 'app')}` });
    client.subscribe('1', query, { customerId });
    const { payload } = await untilHeard(client.next());
    expect(payload.data).toMatchObject(completed);
    expect(payload.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', coordinate: 'TicketMessage.body' } }]);
    client.close();
  });

  test('is heard of over an event stream', async () => {
    const authorization = `Bearer ${await personaToken(url, 'app')}`;
    const stream = await openEventStream(url, { query, variables: { customerId } }, { authorization });
    expect((await untilHeard(stream.next())).data.data).toMatchObject(completed);
    stream.leave();
  });

  test('is not for someone who is not logged in', async () => {
    const client = await connectSocket(url);
    client.subscribe('1', query, { customerId });
    expect(await client.next()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'UNAUTHENTICATED', coordinate: 'Subscription.ticketUpdated' } }],
    });
    client.close();
  });
});

test('the guide shows what a command at the prompt gets', async () => {
  const guide = readFileSync(join(root, 'docs/guides/subscriptions.md'), 'utf8');
  const command = /^```sh\n([\s\S]*?)^```/m
    .exec(guide)![1]!
    .replaceAll('http://127.0.0.1:4000', url)
    .replace('--persona analyst', `--persona analyst --url ${url}`)
    .replaceAll('CG-12520', customerId);
  const listening = spawn('bash', ['-euo', 'pipefail', '-c', command], { cwd: root, detached: true });
  const [output] = await untilHeard(once(listening.stdout, 'data'));
  expect(String(output)).toContain(
    'event: next\ndata: {"data":{"ticketUpdated":{"subject":"Where is it","status":"OPEN","customer":{"name":"Darrin Van Huff"}}}}',
  );
  process.kill(-listening.pid!);
});

describe('in the playground', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  test('events appear as they come, until the viewer stops them', async () => {
    const playground = await openPlayground(browser, url);
    const { page } = playground;
    await page.getByRole('button', { name: 'TicketUpdates', exact: true }).click();
    await page.locator('.graphiql-query-editor .monaco-editor').first().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(query.replace('CG-12520', customerId));
    await playground.run();
    await untilHeard(playground.answerTo('Analyst'));
    expect(await playground.result()).toContain('"name": "Darrin Van Huff"');

    await page.getByRole('button', { name: /stop/i }).click();
    await page.getByRole('button', { name: /execute query/i }).waitFor();
    expect(playground.complaints).toEqual([]);
    await playground.close();
  });
});
