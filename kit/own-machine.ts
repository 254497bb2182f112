// Whether a request comes from this machine itself: what operators read is for nobody else unless they say so. A proxy on this
// machine brings strangers, and a browser pages of strangers that call the machine by a name of theirs.
import type { IncomingMessage } from 'node:http';
import { isOwnHost } from './own-host.ts';

const loopback = /^(::ffff:)?127\.|^::1$/;
const passedOn = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip'];

export function isFromOwnMachine({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): boolean {
  const isDirect = loopback.test(socket.remoteAddress ?? '') && passedOn.every((name) => headers[name] === undefined);
  return isDirect && isOwnHost(headers.host, []);
}
