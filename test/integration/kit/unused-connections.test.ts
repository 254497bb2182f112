import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { dropUnusedConnections } from '../../../kit/unused-connections.ts';

/** Node itself would wait for a minute. */
const sooner = 20_000;

async function spareConnection(): Promise<{ server: Server; socket: Socket; closed: Promise<unknown> }> {
  const server = createServer((_request, response) => response.setHeader('connection', 'close').end('answered'));
  const unused = dropUnusedConnections(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(server, 'connection');
  unused.whenClosing();
  const closed = new Promise((resolve) => server.close(resolve));
  return { server, socket, closed };
}

test('a server that closes does not wait for a connection that asks nothing', { timeout: sooner }, async () => {
  const { socket, closed } = await spareConnection();
  await Promise.all([closed, once(socket, 'close')]);
});

test('what is asked on it at the last moment is answered', { timeout: sooner }, async () => {
  const { socket, closed } = await spareConnection();
  socket.write('GET / HTTP/1.1\r\nhost: here\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 .*answered/s);
  await closed;
});
