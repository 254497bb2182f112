// When a connection ends with its response.
import type { IncomingMessage, ServerResponse } from 'node:http';

const maxUnreadBytes = 64 * 1024;

/** A refused upload is not read to its end: the connection closes instead. To read a small one is cheaper than a new connection. */
export function closeIfMuchIsUnread({ complete, headers }: IncomingMessage, response: ServerResponse): void {
  if (complete) return;
  const isMuch = headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > maxUnreadBytes;
  if (isMuch) response.setHeader('connection', 'close');
}

/** The client opens its next connection elsewhere; one that stayed open would be cut when the process ends. */
export function closeWhenDraining(draining: boolean, response: ServerResponse): void {
  if (draining) response.setHeader('connection', 'close');
}
