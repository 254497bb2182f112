import { describe, expect, test } from 'vitest';
import {
  durationInWords,
  inputAtFault,
  isUnsettled,
  offeredDurations,
  standingOfGlass,
  standingOfGrant,
  targetsIn,
  tellNotification,
  whoDecides,
} from '../../../../portal/source/access/access-words.ts';

const nowMs = Date.parse('2026-03-01T12:00:00Z');
const later = '2026-03-02T12:00:00Z';
const earlier = '2026-02-28T12:00:00Z';
const grant = { revokedAt: null, validUntil: later, effectiveAtGateway: earlier };
const glass = { endedAt: null, validUntil: earlier, verdict: null };

test.each([
  ['in force', grant],
  ['on its way to the gateway', { ...grant, effectiveAtGateway: null }],
  ['over', { ...grant, validUntil: earlier }],
  ['ended', { ...grant, revokedAt: earlier, effectiveAtGateway: null }],
])('a grant is %s', (word, times) => {
  expect(standingOfGrant(times, nowMs).word).toBe(word);
});

test.each([
  ['broken now', { ...glass, validUntil: later }],
  ['to be reviewed', glass],
  ['to be reviewed', { ...glass, endedAt: earlier, validUntil: later }],
  ['justified', { ...glass, verdict: 'JUSTIFIED' as const }],
  ['misused', { ...glass, verdict: 'MISUSED' as const }],
])('a glass is %s', (word, times) => {
  expect(standingOfGlass(times, nowMs).word).toBe(word);
});

test('it is worth asking again while somebody decides or a gateway has not heard, and not afterwards', () => {
  expect(isUnsettled([{ state: 'PENDING' }], [], nowMs)).toBe(true);
  expect(isUnsettled([], [{ ...grant, effectiveAtGateway: null }], nowMs)).toBe(true);
  expect(isUnsettled([{ state: 'APPROVED' }], [grant], nowMs)).toBe(false);
});

test.each([
  ['P7D', '7 days'],
  ['P1D', '1 day'],
  ['PT1H30M', '1 hour 30 minutes'],
  ['P1Y', 'P1Y'],
])('%s is %s', (duration, words) => {
  expect(durationInWords(duration)).toBe(words);
});

test('durations are offered up to the longest', () => {
  expect(offeredDurations('P30D')).toEqual(['P1D', 'P7D', 'P14D', 'P30D']);
});

test('targets may be typed with spaces and commas, and count once', () => {
  expect(targetsIn(' Customer.email, Customer.phone\nCustomer.email ')).toEqual(['Customer.email', 'Customer.phone']);
});

test.each([
  [{ approvers: [] }, 'The policies decide at once: nobody has to agree.'],
  [{ approvers: ['a', 'b', 'c'] }, 'People decide: a, b or c.'],
])('%o: %s', (preview, sentence) => {
  expect(whoDecides(preview)).toBe(sentence);
});

test.each([
  ['input.duration may be at most P30D for these targets.', 'duration'],
  ['reason must have 3 to 1000 characters.', 'reason'],
  ['The request is APPROVED already.', null],
  [null, null],
])('%s is about %s', (message, input) => {
  expect(inputAtFault(message)).toBe(input);
});

describe('a notification', () => {
  test('names who asks, and the request that it leads to', () => {
    const body = JSON.stringify({ request: 'r1', requester: 'ann', targets: ['A.b'], purpose: 'study' });
    expect(tellNotification('access.requested', body)).toEqual({ text: 'ann asks for A.b, for study.', request: 'r1' });
  });

  test('of an unknown topic, or one that cannot be read, is its topic', () => {
    expect(tellNotification('something.new', 'no json')).toEqual({ text: 'something.new', request: null });
  });
});
