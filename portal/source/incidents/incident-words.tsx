// How an incident stands, as words with a colour.

import { Badge } from '../parts/badge.tsx';
import type { Tone } from '../parts/tone.ts';

export const severities = ['MINOR', 'MAJOR', 'CRITICAL'] as const;
export const states = ['OPEN', 'ACKNOWLEDGED', 'RESOLVED'] as const;

export type Severity = (typeof severities)[number];
export type State = (typeof states)[number];

const severityTones: Readonly<Record<Severity, Tone>> = { MINOR: 'neutral', MAJOR: 'warning', CRITICAL: 'bad' };
const stateTones: Readonly<Record<State, Tone>> = { OPEN: 'bad', ACKNOWLEDGED: 'warning', RESOLVED: 'good' };

export function SeverityBadge({ of }: { readonly of: Severity }) {
  return <Badge tone={severityTones[of]}>{of.toLowerCase()}</Badge>;
}

export function StateBadge({ of }: { readonly of: State }) {
  return <Badge tone={stateTones[of]}>{of.toLowerCase()}</Badge>;
}

/** `OPEN` as an option of a choice: `Open`. */
export function inWords(value: string): string {
  return value.charAt(0) + value.slice(1).toLowerCase();
}
