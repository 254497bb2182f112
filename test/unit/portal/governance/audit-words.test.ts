import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Outcome } from '../../../../gateway/audit/operation-record.ts';
import { factsOf, judgedInShort, outcomes, toneOfAction } from '../../../../portal/source/audit/event-facts.ts';
import { openSpanOf, spanOf } from '../../../../portal/source/audit/time-span.ts';
import { rangeIn, verificationSentence } from '../../../../portal/source/audit/verification-words.ts';

describe('an entry', () => {
  test('of an operation says with what, for what, and which fields were shown by it', () => {
    const payload = JSON.stringify({
      client: 'web',
      purpose: 'study',
      durationMs: 3.4,
      grants: ['g1'],
      breakGlass: 'b1',
    });
    const decisions = JSON.stringify({
      operation: 'Who',
      shown: ['A.a', 'A.b'],
      byRow: {},
      masked: { 'A.c': { rule: 'x' } },
      denied: { 'A.d': { rule: 'y' } },
      inputs: ['AFilter.e'],
    });
    const facts = factsOf({ payload, decisions });
    expect(facts).toMatchObject({ client: 'web', purpose: 'study', operation: 'Who', durationMs: 3.4, code: null });
    expect(facts.grants).toEqual(['g1', 'b1']);
    expect(judgedInShort(facts)).toBe('2 shown, 1 masked, 1 denied, 1 asked by');
  });

  test.each([
    'null',
    '[]',
    '"text"',
    '{"client":3,"grants":"g","breakGlass":null}',
    'no json',
  ])('that says %s says nothing', (payload) => {
    expect(factsOf({ payload, decisions: null })).toMatchObject({ client: null, grants: [], judged: [] });
  });

  test.each([
    ['operation.answered', 'neutral'],
    ['operation.refused', 'warning'],
    ['access.glass-broken', 'warning'],
    ['audit.tampered', 'bad'],
  ])('%s is %s', (action, tone) => {
    expect(toneOfAction(action)).toBe(tone);
  });
});

test('whatever an operation can end in can be chosen', () => {
  const ends: Record<Outcome['outcome'], true> = {
    answered: true,
    explained: true,
    refused: true,
    failed: true,
    delivering: true,
  };
  const offered = outcomes.map(({ value }) => value);
  expect(offered).toEqual(expect.arrayContaining(Object.keys(ends).map((end) => `operation.${end}`)));
});

describe('a span', () => {
  const nowMs = new Date(2026, 2, 31, 15, 30).getTime();
  const day = (text: string) => new Date(`${text}T00:00:00`).toISOString();

  test('is of whole days, both included', () => {
    expect(spanOf('2026-03-01', '2026-03-02', nowMs)).toEqual({ from: day('2026-03-01'), to: day('2026-03-03') });
  });

  test('without days is the last month, and the same all day long', () => {
    expect(spanOf('', '', nowMs).to).toBe(day('2026-04-01'));
    expect(spanOf('', '', nowMs)).toEqual(spanOf('', '', nowMs + 3_600_000));
  });

  test('that is no day is left open in a search', () => {
    expect(openSpanOf('yesterday', '')).toEqual({});
    expect(openSpanOf('', '2026-03-02')).toEqual({ to: day('2026-03-03') });
  });

  describe('where clocks change', () => {
    afterEach(() => vi.unstubAllEnvs());

    test.each([
      ['has 25 hours in autumn', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
      ['has 23 hours in spring', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ])('a day %s', (_, changing, from, to) => {
      vi.stubEnv('TZ', 'Europe/Berlin');
      const afternoonMs = Date.parse(`${changing}T15:00:00`);
      expect(openSpanOf(changing, changing)).toEqual({ from, to });
      expect(spanOf(changing, changing, 0)).toEqual({ from, to });
      expect(spanOf(changing, '', afternoonMs)).toEqual({ from, to });
    });

    test('the last month begins at midnight all the same', () => {
      vi.stubEnv('TZ', 'Europe/Berlin');
      expect(spanOf('', '2026-11-05', 0).from).toBe('2026-10-06T22:00:00.000Z');
    });
  });
});

describe('a check of the chain', () => {
  test.each([
    ['', 20_000, { from: 10_001, to: 20_000 }],
    ['', 0, { from: 1, to: 1 }],
    ['first=5&last=7', 20_000, { from: 5, to: 7 }],
    ['first=-1&last=x', 3, { from: 1, to: 3 }],
  ])('of "%s" with %i entries is of %o', (search, last, range) => {
    expect(rangeIn(new URLSearchParams(search), last)).toEqual(range);
  });

  const whole = { ok: true, from: 1, to: 1_200, firstBadSeq: null, problem: null };
  test.each([
    [whole, 'All 1,200 entries from 1 to 1200 are what their hashes say, and follow from each other.'],
    [{ ...whole, to: 1 }, 'Entry 1 is what its hash says, and follows from the one before it.'],
    [
      { ...whole, ok: false, firstBadSeq: 17, problem: 'The entry is missing.' },
      'Entry 17: The entry is missing. Keep an export, and ask who had the database.',
    ],
    [{ ...whole, ok: false, problem: 'The decision set abc was altered.' }, 'The decision set abc was altered.'],
  ])('is told in a sentence', (found, sentence) => {
    expect(verificationSentence(found)).toBe(sentence);
  });
});
