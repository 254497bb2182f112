// Connections that are open and have asked nothing yet. Browsers and HTTP clients keep such spare ones. Node counts them as busy, so a
// server that closes would wait for them until their headers are overdue: a minute and more.
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** What is on its way when the server closes is still answered. */
const graceMs = 500;

/** Call it before the server listens. Once it is told to close, the server waits for none of them. */
export function dropUnusedConnections(server: Server): { whenClosing(): void } {
  const unused = new Set<Socket>();
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }) => unused.delete(socket));
  server.on('upgrade', (_request, socket) => unused.delete(socket as Socket));
  return {
    whenClosing() {
      const timer = setTimeout(() => {
        for (const socket of unused) socket.destroy();
      }, graceMs);
      server.once('close', () => clearTimeout(timer));
    },
  };
}
