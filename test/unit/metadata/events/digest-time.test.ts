// When digests are due, over the days on which clocks change.
import { expect, test } from 'vitest';
import { type Digest, isTimeZone, nextDigestAt } from '../../../../subgraphs/metadata/events/digest-time.ts';

test.each<[Digest, string, string, string]>([
  ['DAILY', 'UTC', '2026-03-01T07:59:59Z', '2026-03-01T08:00:00Z'],
  ['DAILY', 'UTC', '2026-03-01T08:00:00Z', '2026-03-02T08:00:00Z'],
  ['DAILY', 'Europe/Paris', '2026-03-28T12:00:00Z', '2026-03-29T06:00:00Z'],
  ['DAILY', 'Europe/Paris', '2026-10-24T12:00:00Z', '2026-10-25T07:00:00Z'],
  ['DAILY', 'Pacific/Auckland', '2026-03-01T20:00:00Z', '2026-03-02T19:00:00Z'],
  ['DAILY', 'America/Los_Angeles', '2026-03-01T05:00:00Z', '2026-03-01T16:00:00Z'],
  ['DAILY', 'Asia/Kathmandu', '2026-03-01T02:16:00Z', '2026-03-02T02:15:00Z'],
  ['WEEKLY', 'UTC', '2026-03-01T12:00:00Z', '2026-03-02T08:00:00Z'],
  ['WEEKLY', 'UTC', '2026-03-02T08:00:00Z', '2026-03-09T08:00:00Z'],
])('%s in %s after %s: %s', (digest, timeZone, after, due) => {
  expect(nextDigestAt(digest, timeZone, new Date(after))).toEqual(new Date(due));
});

test.each([
  ['Europe/Paris', true],
  ['UTC', true],
  ['Mars/Olympus', false],
  ['', false],
])('"%s" is a time zone: %s', (name, known) => {
  expect(isTimeZone(name)).toBe(known);
});
