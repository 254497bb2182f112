// Ports of this machine's loopback interface.

import { createServer } from 'node:net';
import { GordianError } from './errors.ts';

/** Throws PORT_IN_USE, naming the setting that chooses another port, when something listens on this port. */
export async function requireFreePort(port: number, setting: string): Promise<void> {
  if (await isPortFree(port)) return;
  throw new GordianError(
    'PORT_IN_USE',
    `Port ${port} on 127.0.0.1 is taken by another process. Stop that process, or choose a free port with ${setting}.`,
    { details: { port, setting } },
  );
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
