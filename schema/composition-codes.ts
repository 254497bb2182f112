// What the codes of the composition library mean, in its own words: it reports problems of a graph by its codes, not by ours.
import { HINTS } from '@apollo/composition/dist/hints.js';
import { federation } from './federation-internals.ts';

export interface CompositionCode {
  readonly severity: 'error' | 'hint';
  readonly meaning: string;
}

export function compositionCodes(): ReadonlyMap<string, CompositionCode> {
  const errors = Object.values(federation.ERRORS).map(
    ({ code, description }) => [code, { severity: 'error', meaning: description }] as const,
  );
  const hints = Object.values(HINTS).map(
    ({ code, description }) => [code, { severity: 'hint', meaning: description }] as const,
  );
  return new Map<string, CompositionCode>([...errors, ...hints]);
}
