// What verdicts are called.

import type { Tone } from '../parts/tone.ts';

export interface VerdictLook {
  readonly word: string;
  readonly sign: string;
  readonly tone: Tone;
}

const looks: Readonly<Record<string, VerdictLook>> = {
  ALLOW: { word: 'allowed', sign: '✓', tone: 'good' },
  MASK: { word: 'masked', sign: '◐', tone: 'warning' },
  BY_ROW: { word: 'by row', sign: '≡', tone: 'warning' },
  DENY: { word: 'denied', sign: '–', tone: 'denied' },
  FAULT: { word: 'a rule failed', sign: '!', tone: 'bad' },
  UNKNOWN: { word: 'reads the row', sign: '≡', tone: 'warning' },
};

/** Those of a decision, from open to closed. */
export const shownVerdicts = ['ALLOW', 'MASK', 'BY_ROW', 'DENY', 'FAULT'] as const;

export function lookOf(verdict: string): VerdictLook {
  return looks[verdict] ?? { word: verdict, sign: '?', tone: 'neutral' };
}

export function verdictWord(verdict: string): string {
  return lookOf(verdict).word;
}
