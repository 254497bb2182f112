import { expect, test } from 'vitest';
import { changeSentences, leadSentence } from '../../../../portal/source/policy/decision-words.ts';

const told = { coordinate: 'Customer.email', reason: null };

test.each([
  [{ ...told, outcome: 'ALLOW' }, 'you', 'You see Customer.email in clear.'],
  [{ ...told, outcome: 'MASK' }, 'Analyst', 'Analyst sees Customer.email with a mask in the place of the value.'],
  [{ ...told, outcome: 'BY_ROW' }, 'you', 'Whether you see Customer.email depends on the record.'],
  [{ ...told, outcome: 'DENY', reason: 'It is closed.' }, 'you', 'You do not see Customer.email. It is closed.'],
  [{ ...told, outcome: 'DENY' }, 'Analyst', 'Analyst does not see Customer.email.'],
  [
    { ...told, outcome: 'FAULT' },
    'you',
    'A rule of Customer.email failed, so nobody is let through. The log of the gateway says why.',
  ],
] as const)('%o for %s', (decision, who, sentence) => {
  expect(leadSentence(decision, who)).toBe(sentence);
});

test('what would change a decision is said a sentence each, and nothing where nothing would', () => {
  const changes = [{ inputs: ['with scope a', 'with purpose b'], outcome: 'MASK' as const }];
  expect(changeSentences({ changes, byGrant: 'ALLOW', byBreakGlass: null })).toEqual([
    'It would be masked with scope a and with purpose b.',
    'A grant would make it allowed.',
  ]);
  expect(changeSentences({ changes: null, byGrant: null, byBreakGlass: null })).toEqual([]);
});
