// How a request, a grant or a broken glass stands, in a word. Pure.

import type { GlassFragment, GrantFragment, RequestFragment } from '../generated/access.ts';
import type { Tone } from '../parts/tone.ts';

export interface Standing {
  readonly word: string;
  readonly tone: Tone;
}

const requestStandings: Readonly<Record<RequestFragment['state'], Standing>> = {
  PENDING: { word: 'waits', tone: 'warning' },
  APPROVED: { word: 'approved', tone: 'good' },
  DENIED: { word: 'denied', tone: 'denied' },
  CANCELLED: { word: 'taken back', tone: 'neutral' },
  EXPIRED: { word: 'lapsed', tone: 'neutral' },
};

export function standingOfRequest({ state }: Pick<RequestFragment, 'state'>): Standing {
  return requestStandings[state];
}

type GrantTimes = Pick<GrantFragment, 'revokedAt' | 'validUntil' | 'effectiveAtGateway'>;

export function standingOfGrant({ revokedAt, validUntil, effectiveAtGateway }: GrantTimes, nowMs: number): Standing {
  if (revokedAt !== null) return { word: 'ended', tone: 'neutral' };
  if (Date.parse(validUntil) <= nowMs) return { word: 'over', tone: 'neutral' };
  if (effectiveAtGateway === null) return { word: 'on its way to the gateway', tone: 'warning' };
  return { word: 'in force', tone: 'good' };
}

/** Whether something is about to change by itself or by others, so that it is worth asking again soon. */
export function isUnsettled(
  requests: readonly Pick<RequestFragment, 'state'>[],
  grants: readonly GrantTimes[],
  nowMs: number,
): boolean {
  return (
    requests.some(({ state }) => state === 'PENDING') ||
    grants.some((grant) => standingOfGrant(grant, nowMs).tone === 'warning')
  );
}

type GlassTimes = Pick<GlassFragment, 'endedAt' | 'validUntil' | 'verdict'>;

export function standingOfGlass({ endedAt, validUntil, verdict }: GlassTimes, nowMs: number): Standing {
  if (endedAt === null && Date.parse(validUntil) > nowMs) return { word: 'broken now', tone: 'bad' };
  if (verdict === 'JUSTIFIED') return { word: 'justified', tone: 'good' };
  if (verdict === 'MISUSED') return { word: 'misused', tone: 'bad' };
  return { word: 'to be reviewed', tone: 'warning' };
}
