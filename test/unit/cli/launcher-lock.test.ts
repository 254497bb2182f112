import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockStateDirectory } from '../../../cli/stack/launcher-lock.ts';

const directory = (): string => mkdtempSync(join(tmpdir(), 'gordian-lock-'));

test('a second launcher is told where the first one runs', () => {
  const state = directory();
  writeFileSync(join(state, 'launcher.json'), JSON.stringify({ pid: process.ppid, url: 'http://127.0.0.1:4000' }));
  expect(() => lockStateDirectory(state, 'http://127.0.0.1:5000')).toThrow(
    /already running .* http:\/\/127\.0\.0\.1:4000 \(pid \d+\)/,
  );
});

test('a lock left by a launcher that died is taken over, and given back at the end', () => {
  const state = directory();
  const file = join(state, 'launcher.json');
  writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, url: 'http://127.0.0.1:4000' }));
  const unlock = lockStateDirectory(state, 'http://127.0.0.1:5000');
  unlock();
  expect(() => lockStateDirectory(state, 'http://127.0.0.1:5000')()).not.toThrow();
});

test('a damaged lock file is no reason to refuse a start', () => {
  const state = directory();
  writeFileSync(join(state, 'launcher.json'), '{"pid":');
  expect(() => lockStateDirectory(state, 'http://127.0.0.1:5000')()).not.toThrow();
});
