// What a process writes to its standard output, seen from the other end of the pipe: when lines arrive, and what is lost how.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { compiledTree } from '../../support/compiled-tree.ts';
import { type JsonLinesProcess, startJsonLinesProcess } from '../../support/json-lines-process.ts';

const tree = compiledTree();
const running: JsonLinesProcess[] = [];

afterAll(() => {
  for (const process of running) process.kill('SIGKILL');
});

const manyLines = "for (let n = 0; n < 500; n++) log.info({ event: 'operation', n }, 'an operation');";

test.each([
  ['ends by itself', ''],
  ['is told to exit at once', 'process.exit(0);'],
  ['dies of an error', "setImmediate(() => { throw new Error('unforeseen'); });"],
])('a process that %s has written every line, in order', async (_how, end) => {
  const process = start(`${manyLines} process.disconnect(); ${end}`);
  await process.ended;
  const numbers = process.lines.filter(({ event }) => event === 'operation').map(({ n }) => n);
  expect(numbers).toEqual(Array.from({ length: 500 }, (_, n) => n));
});

test('a fatal line is written before the next statement', async () => {
  const process = start("log.fatal({ event: 'fatal' }, 'the last word'); process.kill(process.pid, 'SIGKILL');");
  expect(await process.ended).toBe('SIGKILL');
  expect(process.lines).toMatchObject([{ event: 'fatal' }]);
});

test('a line that somebody waits for is written at once, and takes those before it along', async () => {
  // The loop is blocked long after the lines: whatever waits for a timer cannot have come before that.
  const process = start(`
    log.info({ event: 'operation' }, 'an operation');
    log.info({ event: 'listening' }, 'ready');
    const end = Date.now() + 60_000;
    setImmediate(() => setImmediate(() => { while (Date.now() < end); }));
  `);
  await process.event('listening');
  expect(process.lines).toMatchObject([{ event: 'operation' }, { event: 'listening' }]);
  process.kill('SIGKILL');
});

test('lines of frequent events wait for each other, and no longer than their time', async () => {
  const process = start(`
    ${manyLines.replace('500', '5')}
    setInterval(() => {}, 1_000);
  `);
  await expect.poll(() => process.lines.length).toBe(5);
  process.kill('SIGKILL');
});

test('a reader who stops reading stops nobody, and is told how many lines it lost', async () => {
  const child = spawn(
    process.execPath,
    argumentsFor(`
      const word = 'x'.repeat(1_000);
      for (let n = 0; n < 10_000; n++) log.info({ event: 'operation', n, word }, 'an operation');
      process.send('still alive');
      process.once('message', () => process.disconnect());`),
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  await once(child, 'message');
  child.send('read');
  const lines = (await text(child.stdout!)).trim().split('\n');
  const read = lines.map((line) => JSON.parse(line) as { event: string; lines?: number });
  const lost = read.filter(({ event }) => event === 'log.dropped').reduce((sum, { lines = 0 }) => sum + lines, 0);
  expect(lost).toBeGreaterThan(1_000);
  expect(read.filter(({ event }) => event === 'operation')).toHaveLength(10_000 - lost);
});

test('who lost lines is told also when those that wait leave no room for a word', async () => {
  const module = pathToFileURL(join(tree, 'kit/line-writer.js')).href;
  // Lines of which a whole number fills the room to the last character.
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { createLineWriter } from '${module}';
      const writer = createLineWriter(1, {
        waitingMs: 10,
        maxCharacters: 64 * 1024,
        lineForDropped: (lines) => JSON.stringify({ lost: lines }) + '\\n',
      });
      for (let n = 0; n < 4_096; n++) writer.write('1'.repeat(1_023) + '\\n', true);
      process.send('written');
      process.once('message', () => process.disconnect());`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  await once(child, 'message');
  child.send('read');
  const read = (await text(child.stdout!)).trim().split('\n');
  const told = read.filter((line) => line.startsWith('{')).map((line) => (JSON.parse(line) as { lost: number }).lost);
  const lost = told.reduce((sum, lines) => sum + lines, 0);
  expect(lost).toBe(4_096 - (read.length - told.length));
  expect(lost).toBeGreaterThan(0);
});

function start(script: string): JsonLinesProcess {
  const process = startJsonLinesProcess({ args: argumentsFor(script) });
  running.push(process);
  return process;
}

function argumentsFor(script: string): string[] {
  const module = pathToFileURL(join(tree, 'kit/log.js')).href;
  const source = `import { createLog } from '${module}';
    const log = createLog({ name: 'test', frequentEvents: ['operation'] });
    ${script}`;
  return ['--input-type=module', '--eval', source];
}
