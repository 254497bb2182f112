// A TCP proxy in front of a server that does to its answers what networks and dying processes do. It knows nothing of HTTP:
// an answer is what the server sends from one message of the client to the next.
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';

/** What happens to one answer. Bytes are counted from its first one. */
export type Fault =
  | { readonly kind: 'none' }
  /** Before its first byte. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The connection is reset. */
  | { readonly kind: 'reset'; readonly afterBytes: number }
  /** The connection is closed in good order, in both directions. */
  | { readonly kind: 'truncate'; readonly afterBytes: number }
  /** No more is sent, and what the client sends is still taken. */
  | { readonly kind: 'half-close'; readonly afterBytes: number }
  /** No more is sent, and the connection stays open. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** The server is not even asked. */
  | { readonly kind: 'blackhole' }
  | { readonly kind: 'trickle'; readonly everyMs: number }
  /** Every byte is sent alone. */
  | { readonly kind: 'split' }
  /** Other bytes come in place of those of the answer. */
  | { readonly kind: 'garbage'; readonly afterBytes: number };

/** @param number of the message of a client, over all connections, from 1 */
export type ChooseFault = (number: number) => Fault;

export interface FaultProxy {
  /** With the path of the URL that it stands for. */
  readonly url: string;
  inject(fault: Fault | ChooseFault): void;
  /** Messages of clients that arrived. */
  messages(): number;
  /** Connections of clients that are open now. */
  open(): number;
  /** From now on nobody listens at its port, and open connections are reset. */
  refuse(): Promise<void>;
  /** Ends `refuse`. */
  accept(): Promise<void>;
  close(): Promise<void>;
}

export async function startFaultProxy(targetUrl: string): Promise<FaultProxy> {
  const target = new URL(targetUrl);
  const clients = new Set<Socket>();
  let choose: ChooseFault = () => ({ kind: 'none' });
  let messages = 0;
  const serve = (client: Socket): void => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    forward(client, connect({ port: Number(target.port), host: target.hostname, allowHalfOpen: true }), () =>
      choose(++messages),
    );
  };
  let server = await listen(serve, 0);
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    for (const client of clients) client.resetAndDestroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: `http://127.0.0.1:${port}${target.pathname}`,
    inject(fault) {
      choose = typeof fault === 'function' ? fault : () => fault;
    },
    messages: () => messages,
    open: () => clients.size,
    refuse: stop,
    async accept() {
      server = await listen(serve, port);
    },
    close: stop,
  };
}

async function listen(serve: (client: Socket) => void, port: number): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, serve);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

/** What the server sends from one message of the client to the next. */
interface Answer {
  readonly fault: Fault;
  /** Bytes that the client was sent of it, or would have been without the fault. */
  passed: number;
}

function forward(client: Socket, server: Socket, nextFault: () => Fault): void {
  let answer: Answer | null = null;
  const leaving = new AbortController();
  client.on('data', (chunk) => {
    if (!answer || answer.passed > 0) answer = { fault: nextFault(), passed: 0 };
    if (answer.fault.kind !== 'blackhole') server.write(chunk);
  });
  client.on('end', () => {
    leaving.abort();
    server.end();
  });
  client.on('close', () => server.destroy());
  client.on('error', () => {});
  server.on('error', () => client.resetAndDestroy());
  // One piece of the answer after the other, however long each takes.
  void (async () => {
    for await (const chunk of server) {
      if (client.destroyed) return;
      await pass(client, chunk, answer ?? { fault: { kind: 'none' }, passed: 0 }, leaving.signal);
    }
    client.end();
  })().catch(() => client.destroy());
}

async function pass(client: Socket, chunk: Buffer, answer: Answer, leaving: AbortSignal): Promise<void> {
  const { fault, passed } = answer;
  switch (fault.kind) {
    case 'split':
      return passBytes(client, chunk, answer, () => setImmediate());
    case 'trickle':
      return passBytes(client, chunk, answer, () => setTimeout(fault.everyMs));
    case 'reset':
    case 'truncate':
    case 'half-close':
    case 'stall':
      return passUntil(client, chunk, answer, fault);
    case 'delay':
      if (passed === 0) await setTimeout(fault.ms, null, { signal: leaving });
  }
  answer.passed += chunk.length;
  client.write(fault.kind === 'garbage' ? garble(chunk, fault.afterBytes - passed) : chunk);
}

async function passBytes(client: Socket, chunk: Buffer, answer: Answer, wait: () => Promise<unknown>): Promise<void> {
  for (let at = 0; at < chunk.length && !client.destroyed; at++) {
    answer.passed++;
    client.write(chunk.subarray(at, at + 1));
    await wait();
  }
}

async function passUntil(
  client: Socket,
  chunk: Buffer,
  answer: Answer,
  { kind, afterBytes }: Extract<Fault, { kind: 'reset' | 'truncate' | 'half-close' | 'stall' }>,
): Promise<void> {
  const part = chunk.subarray(0, Math.max(0, afterBytes - answer.passed));
  const isReached = answer.passed + chunk.length >= afterBytes;
  answer.passed += chunk.length;
  if (part.length > 0) await new Promise((resolve) => client.write(part, resolve));
  if (!isReached) return;
  if (kind === 'reset') {
    // A reset overtakes bytes that the client has not read yet.
    if (part.length > 0) await setTimeout(20);
    client.resetAndDestroy();
  }
  if (kind === 'truncate') client.destroySoon();
  if (kind === 'half-close') client.end();
}

function garble(chunk: Buffer, from: number): Buffer {
  return Buffer.from(chunk.map((byte, index) => (index < from ? byte : (byte * 7 + index * 31 + 128) % 256)));
}
