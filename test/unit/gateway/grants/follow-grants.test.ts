// For how long a gateway honours what it was told: as long as somebody confirms it, and never past its end.
import { afterEach, expect, test } from 'vitest';
import { followGrants } from '../../../../gateway/grants/follow-grants.ts';
import type { Grants } from '../../../../gateway/grants/grants.ts';
import type { GrantsSnapshot, GrantsSource, HeldGrant } from '../../../../gateway/grants/grants-source.ts';
import { createLog } from '../../../../kit/log.ts';
import { callerWith } from '../../../support/small-policy.ts';

const startedAt = Date.parse('2026-03-01T12:00:00Z');
const maxStaleMs = 10_000;
const ann = callerWith({ issuer: 'https://one.test', subject: 'ann' });

const given = (id: string, lastsMs: number, ticket: string | null = null): HeldGrant => ({
  id,
  issuer: 'https://one.test',
  subject: 'ann',
  targets: ['Customer.email'],
  outcome: 'ALLOW',
  purpose: null,
  validUntil: (startedAt + lastsMs) / 1_000,
  ticket,
});

let grants: Grants;
afterEach(() => grants.stop());

/** A service that says what it is told to say; nobody is asked again unless the stream has news. */
async function following(first: GrantsSnapshot) {
  const state = { snapshot: first, now: startedAt, isReachable: true };
  const asked: (string | null)[] = [];
  const applied: string[] = [];
  const lines: string[] = [];
  const log = createLog({ name: 'test', destination: { write: (line) => void lines.push(line) } });
  let tell: (version: string) => void = () => {};
  const source: GrantsSource = {
    async load(version) {
      asked.push(version);
      if (!state.isReachable) throw new Error('nobody there');
      return version === state.snapshot.version ? null : state.snapshot;
    },
    async *versions(signal) {
      while (!signal.aborted) {
        const told = await new Promise<string | null>((resolve) => {
          tell = resolve;
          signal.addEventListener('abort', () => resolve(null), { once: true });
        });
        if (told !== null) yield told;
      }
    },
    report: async (report) => void applied.push(...report.applied),
  };
  grants = followGrants({ source, pollIntervalMs: 3_600_000, maxStaleMs, now: () => state.now, log });
  await expect.poll(() => grants.asOf()).not.toBeNull();
  return {
    state,
    asked,
    applied,
    tell: (version: string) => tell(version),
    /** Level and event of each line. */
    logged: () =>
      lines.map((line) => {
        const { level, event } = JSON.parse(line) as { level: string; event: string };
        return `${level} ${event}`;
      }),
    held: () => grants.of(ann).map(({ id }) => id),
  };
}

test('what nobody has confirmed for too long is not honoured, until somebody does', async () => {
  const { state, held, tell } = await following({
    version: '1',
    grants: [given('g', 60_000), given('b', 60_000, 'INC-1')],
  });
  state.now += maxStaleMs;
  expect([held(), grants.brokenGlass(ann, 'INC-1')?.id]).toEqual([['g'], 'b']);
  state.now += 1;
  expect([held(), grants.brokenGlass(ann, 'INC-1')]).toEqual([[], undefined]);
  tell('1');
  await expect.poll(held).toEqual(['g']);
  expect(grants.asOf()).toEqual(new Date(state.now));
});

test('when the clock was set back nobody knows how old it is', async () => {
  const { state, held } = await following({ version: '1', grants: [given('g', 60_000)] });
  state.now -= 1;
  expect(held()).toEqual([]);
});

test('a grant ends with its time, and the others go on', async () => {
  const { state, held } = await following({
    version: '1',
    grants: [given('short', 5_000), given('long', 60_000), given('glass', 5_000, 'INC-1')],
  });
  state.now += 4_999;
  expect([held(), grants.brokenGlass(ann, 'INC-1')?.id]).toEqual([['short', 'long'], 'glass']);
  state.now += 1;
  expect([held(), grants.brokenGlass(ann, 'INC-1')]).toEqual([['long'], undefined]);
});

test('news are asked for at once, what is new is told as applied, and what is gone is held no more', async () => {
  const { state, asked, applied, held, tell } = await following({
    version: '1',
    grants: [given('old', 60_000), given('kept', 60_000)],
  });
  await expect.poll(() => applied).toEqual(['old', 'kept']);
  state.snapshot = { version: '2', grants: [given('kept', 60_000), given('new', 60_000)] };
  tell('2');
  await expect.poll(held).toEqual(['kept', 'new']);
  expect(asked).toEqual([null, '1']);
  await grants.stop();
  expect(applied).toEqual(['old', 'kept', 'new']);
});

test('what cannot be read confirms nothing, and takes nothing away before its time', async () => {
  const { state, held, logged, tell } = await following({ version: '1', grants: [given('g', 60_000)] });
  state.isReachable = false;
  state.now += maxStaleMs;
  tell('2');
  await expect.poll(logged).toEqual(['warn grants.unknown']);
  expect(held()).toEqual(['g']);
  state.now += 1;
  expect(held()).toEqual([]);

  tell('3');
  state.isReachable = true;
  state.snapshot = { version: '4', grants: [given('h', 60_000)] };
  tell('4');
  await expect.poll(held).toEqual(['h']);
  expect(logged()).toEqual(['warn grants.unknown', 'info grants.followed']);
});

test('what was applied first is reported, and no more than once', async () => {
  const { applied } = await following({ version: '1', grants: [given('a', 60_000), given('b', 60_000)] });
  await expect.poll(() => applied).toEqual(['a', 'b']);
  await grants.stop();
  expect(applied).toEqual(['a', 'b']);
});
