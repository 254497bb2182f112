// A stream of server-sent events that says which version of something is the newest: at once, after every change, and every second
// as a sign of life. What has changed is asked for in another way; this only says when. A stream ends with the permission of whoever
// listens, who asks anew with another one.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { oneAtATime } from './one-at-a-time.ts';

/** Where the version is told; nothing is told after `close`. */
export interface VersionListener {
  send(version: string): void;
  close(): void;
}

export interface VersionedThing {
  readonly read: () => Promise<string>;
  /** From now on. */
  readonly changes: () => Promise<AsyncIterableIterator<true>>;
}

const signOfLifeMs = 1_000;
/** What a timer can hold; a permission that is longer has to be shown again before. */
const longestMs = 2 ** 31 - 1;

/**
 * Answers `path` with such a stream. One that is open does not hold back a server that closes.
 * @param mayListenUntil throws for those who may not listen
 * @param thing what the request asks for; throws when it asks for nothing that is
 */
export function addVersionStream(
  app: FastifyInstance,
  path: string,
  mayListenUntil: (request: FastifyRequest) => Promise<Date>,
  thing: (request: FastifyRequest) => VersionedThing,
): void {
  const endings = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of endings) end();
  });
  app.get(path, async (request, reply) => {
    const until = await mayListenUntil(request);
    const { read, changes } = thing(request);
    const told = await changes();
    // Whoever left while that was asked has been closed already, and nothing would ever end the stream.
    if (reply.raw.destroyed) {
      reply.hijack();
      return void told.return?.();
    }
    const end = followVersion(read, told, openEventStream(reply));
    const timer = setTimeout(end, Math.min(until.getTime() - Date.now(), longestMs)).unref();
    endings.add(end);
    reply.raw.once('close', () => {
      clearTimeout(timer);
      endings.delete(end);
      end();
    });
  });
}

function openEventStream(reply: FastifyReply): VersionListener {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  return {
    send: (version) => void reply.raw.write(`data: ${version}\n\n`),
    close: () => reply.raw.end(),
  };
}

/**
 * Tells the version at once, after every change, and every second: whoever hears it knows that what it has is true. Closes
 * when it cannot be read.
 * @returns ends it
 */
function followVersion(
  read: () => Promise<string>,
  changes: AsyncIterableIterator<true>,
  listener: VersionListener,
): () => void {
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    clearInterval(timer);
    void changes.return?.();
    listener.close();
  };
  const ask = oneAtATime(async () => {
    const version = await read();
    if (!isOver) listener.send(version);
  });
  const askOrEnd = (): void => void ask().catch(end);
  const listen = async (): Promise<void> => {
    for await (const _ of changes) askOrEnd();
  };
  const timer = setInterval(askOrEnd, signOfLifeMs).unref();
  void listen().then(end, end);
  askOrEnd();
  return end;
}
