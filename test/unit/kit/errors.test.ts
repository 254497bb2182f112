import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorReference } from '../../../kit/error-reference.ts';
import { errorTable, GordianError, isForClients } from '../../../kit/errors.ts';
import { packageFile } from '../../../kit/package-files.ts';

test('the reference page of errors says what the table says', () => {
  expect(readFileSync(packageFile('docs/reference/errors.md'), 'utf8')).toBe(errorReference());
});

test.each(Object.entries(errorTable))('%s has a status of HTTP and sentences that help', (_code, entry) => {
  expect(entry.status).toBeGreaterThanOrEqual(400);
  expect(entry.status).toBeLessThan(600);
  expect(entry.meaning).toMatch(/^[A-Z].{20,}\.$/);
  expect(entry.mend).toMatch(/^[A-Z].{15,}\.$/);
});

test('an error keeps code, details and cause, and only codes for clients may be shown to them', () => {
  const cause = new Error('below');
  const shown = new GordianError('BAD_USER_INPUT', 'Bad.', { details: { argument: 'first' }, cause });
  expect(shown).toMatchObject({ code: 'BAD_USER_INPUT', details: { argument: 'first' }, cause });
  expect(isForClients(shown)).toBe(true);
  expect(isForClients(new GordianError('DATABASE_UNAVAILABLE', 'Down.'))).toBe(false);
  expect(isForClients(new Error('any'))).toBe(false);
});
