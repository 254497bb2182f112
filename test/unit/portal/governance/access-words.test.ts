import { describe, expect, test } from 'vitest';
import { durationInWords, offeredDuration, offeredDurations } from '../../../../portal/source/access/durations.ts';
import { isUnsettled, standingOfGlass, standingOfGrant } from '../../../../portal/source/access/standing.ts';
import { tellNotification } from '../../../../portal/source/access/told-notification.ts';
import { inputAtFault, targetsIn } from '../../../../portal/source/access/typed-input.ts';
import { whoDecides } from '../../../../portal/source/access/who-decides.ts';

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

test.each([
  ['P7D', 'P30D', 'P7D'],
  ['P90D', 'P30D', 'P30D'],
])('who wants %s where %s is the longest asks for %s', (wanted, longest, asked) => {
  expect(offeredDuration(wanted, longest)).toBe(asked);
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
  test.each([
    [
      'access.requested',
      { request: 'r1', requester: 'ann', targets: ['A.b'], purpose: 'study' },
      'ann asks for A.b, for study.',
      '/access?tab=decide&request=r1',
    ],
    [
      'access.glass-broken',
      { breakGlass: 'b1', brokenBy: 'bob', targets: ['A.b', 'A.c'], ticket: 'INC-1' },
      'bob has broken glass for A.b, A.c with the ticket INC-1.',
      '/access?tab=emergencies',
    ],
    [
      'incident.escalated',
      { incident: 'i1', product: 'orders/orders', title: 'The orders are late.' },
      'Incident of orders/orders, escalated: The orders are late.',
      '/incidents?id=i1',
    ],
  ])('of %s is told in a sentence, and leads to what it is about', (topic, body, text, to) => {
    expect(tellNotification(topic, JSON.stringify(body))).toEqual({ text, to });
  });

  test.each([
    ['no json', 'something.new'],
    ['null', 'access.requested'],
    ['[]', 'access.glass-broken'],
    ['"text"', 'incident.opened'],
    ['{"targets":"A.b","request":3,"incident":null}', 'access.requested'],
  ])('that says %s is told by its topic %s', (body, topic) => {
    expect(tellNotification(topic, body)).toEqual({ text: topic, to: null });
  });
});
