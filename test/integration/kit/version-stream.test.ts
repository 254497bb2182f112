// A stream of versions whose listener goes away at the worst moment, and one whose permission ends.
import { EventEmitter, once } from 'node:events';
import fastify from 'fastify';
import { request } from 'undici';
import { expect, test } from 'vitest';
import { toldVersions } from '../../../kit/told-versions.ts';
import { addVersionStream } from '../../../kit/version-stream.ts';

test('who leaves before the stream has begun is forgotten, and ends nothing', async () => {
  const app = fastify();
  const moments = new EventEmitter();
  const [left, asked, ended] = ['left', 'asked', 'ended'].map((moment) => once(moments, moment));
  let reads = 0;
  const changes: AsyncIterableIterator<true> = {
    [Symbol.asyncIterator]: () => changes,
    next: () => new Promise(() => {}),
    return: async () => {
      moments.emit('ended');
      return { done: true, value: undefined };
    },
  };
  app.addHook('onRequest', async (_, reply) => void reply.raw.once('close', () => moments.emit('left')));
  addVersionStream(
    app,
    '/stream',
    async () => new Date(Date.now() + 60_000),
    () => ({
      read: async () => String(++reads),
      changes: async () => {
        moments.emit('asked');
        await left;
        return changes;
      },
    }),
  );
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const leaving = new AbortController();
  const answer = request(new URL('/stream', url), { signal: leaving.signal }).catch(() => 'gone');
  await asked;
  leaving.abort();
  expect(await answer).toBe('gone');
  await ended;
  expect(reads).toBe(0);
  await app.close();
});

test('a stream ends with the permission to listen, and nothing of it stays', async () => {
  const app = fastify();
  const moments = new EventEmitter();
  const ended = once(moments, 'ended');
  const changes: AsyncIterableIterator<true> = {
    [Symbol.asyncIterator]: () => changes,
    next: () => new Promise(() => {}),
    return: async () => {
      moments.emit('ended');
      return { done: true, value: undefined };
    },
  };
  const thing = { read: async () => 'one', changes: async () => changes };
  addVersionStream(
    app,
    '/stream',
    async () => new Date(Date.now() + 200),
    () => thing,
  );
  const url = new URL('/stream', await app.listen({ host: '127.0.0.1', port: 0 }));
  const told: string[] = [];
  for await (const version of toldVersions(url, '', new AbortController().signal)) told.push(version);
  expect(told).toContain('one');
  await ended;
  await app.close();
});
