import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockStateDirectory } from '../../../cli/stack/launcher-lock.ts';

const directory = (): string => mkdtempSync(join(tmpdir(), 'gordian-lock-'));

test('a second launcher is told where the first one runs', () => {
  const state = directory();
  lockStateDirectory(state, 'http://127.0.0.1:4000');
  expect(() => lockStateDirectory(state, 'http://127.0.0.1:5000')).toThrow(
    `already running from ${state}: http://127.0.0.1:4000 (pid ${process.pid})`,
  );
});

test('a lock left by a launcher that died is taken over, and given back at the end', () => {
  const state = directory();
  const died = { pid: 2 ** 22 + 1, note: 'http://127.0.0.1:4000', start: '1' };
  writeFileSync(join(state, 'launcher.lock'), JSON.stringify(died));
  const unlock = lockStateDirectory(state, 'http://127.0.0.1:5000');
  unlock();
  expect(() => lockStateDirectory(state, 'http://127.0.0.1:5000')()).not.toThrow();
});

test('a lock left by a launcher whose number another process has now is taken over', () => {
  const state = directory();
  const died = { pid: process.ppid, note: 'http://127.0.0.1:4000', start: 'another time' };
  writeFileSync(join(state, 'launcher.lock'), JSON.stringify(died));
  expect(() => lockStateDirectory(state, 'http://127.0.0.1:5000')()).not.toThrow();
});

test('a damaged lock file is no reason to refuse a start', () => {
  const state = directory();
  writeFileSync(join(state, 'launcher.lock'), '{"pid":');
  expect(() => lockStateDirectory(state, 'http://127.0.0.1:5000')()).not.toThrow();
});
