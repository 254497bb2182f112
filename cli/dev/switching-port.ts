// One port on this machine behind which processes take turns: a new connection goes to whichever serves now, and connections that are
// open stay with the process that has them, so that a process can be replaced without anybody losing an answer.
import { connect, createServer, type Server, type Socket } from 'node:net';
import { GordianError } from '../../kit/errors.ts';

export interface SwitchingPort {
  /** @param port of the process that serves from now on; null: nobody does, and callers hear 503 */
  switchTo(port: number | null): void;
  close(): Promise<void>;
}

const host = '127.0.0.1';
const nobodyServes = 'HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';

/** @throws GordianError PORT_IN_USE */
export async function openSwitchingPort(port: number): Promise<SwitchingPort> {
  let target: number | null = null;
  const open = new Set<Socket>();

  const server = createServer((caller) => {
    open.add(caller);
    caller.once('close', () => open.delete(caller)).on('error', () => caller.destroy());
    if (target === null) refuse(caller);
    else passOn(caller, target);
  });
  await listen(server, port);
  return {
    switchTo(next) {
      target = next;
    },
    async close() {
      for (const caller of open) caller.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What it sends is taken: to close on it unread would cut the answer off. */
function refuse(caller: Socket): void {
  caller.resume();
  caller.end(nobodyServes);
}

function passOn(caller: Socket, port: number): void {
  const process = connect({ host, port });
  let isConnected = false;
  process.once('connect', () => {
    isConnected = true;
    caller.pipe(process).pipe(caller);
  });
  process.on('error', () => (isConnected ? caller.destroy() : refuse(caller)));
  process.once('close', () => isConnected && caller.destroySoon());
  caller.once('close', () => process.destroy());
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', () => reject(new GordianError('PORT_IN_USE', `Port ${port} is in use by another program.`)));
    server.listen(port, host, resolve);
  });
}
