import { expect, test } from 'vitest';
import { fetchesOf, metadataOf, withoutAdditions } from '../../../../portal/source/playground/answer-extensions.ts';

const metadata = { asOf: null, complete: true, maxSensitivity: null };

test('what the playground asked for besides is told apart from what the viewer asked for', () => {
  const warnings = [{ code: 'STALE_DATA' }];
  const body = {
    data: { a: 1 },
    extensions: { fetches: [], gordian: { metadata, warnings }, cost: { estimated: 1 } },
  };
  expect(metadataOf(body)).toBe(metadata);
  expect(fetchesOf(body)).toEqual([]);
  expect(withoutAdditions(body)).toEqual({
    data: { a: 1 },
    extensions: { gordian: { warnings }, cost: { estimated: 1 } },
  });
});

test('of an answer without them nothing is told, and nothing is left', () => {
  expect([metadataOf({}), fetchesOf({})]).toEqual([null, null]);
  expect(withoutAdditions({ data: null, extensions: { fetches: [], gordian: { metadata } } })).toEqual({ data: null });
});
