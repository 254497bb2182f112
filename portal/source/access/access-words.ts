// Access in words: how a request, a grant or a broken glass stands, and how long something is for. Pure.

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

const units = [
  ['D', 'day'],
  ['H', 'hour'],
  ['M', 'minute'],
  ['S', 'second'],
] as const;

/** `P7D` as `7 days`; what is no plain duration stays as it is. */
export function durationInWords(duration: string): string {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration)?.slice(1);
  const words = (parts ?? []).flatMap((count, index) => {
    if (count === undefined) return [];
    return `${count} ${units[index]![1]}${count === '1' ? '' : 's'}`;
  });
  return words.length === 0 ? duration : words.join(' ');
}

const offeredDays = [1, 7, 14, 30, 90] as const;

/** What can be asked for, up to the longest. */
export function offeredDurations(longest: string): readonly string[] {
  const most = Number(/^P(\d+)D$/.exec(longest)?.[1] ?? 0);
  return offeredDays.filter((days) => days <= most).map((days) => `P${days}D`);
}

export interface Preview {
  readonly approvers: readonly string[];
  readonly policyEvaluation: readonly { readonly passed: boolean }[];
}

/** Who decides, said before anybody is asked. */
export function whoDecides({ approvers }: Pick<Preview, 'approvers'>): string {
  if (approvers.length === 0) return 'The policies decide at once: nobody has to agree.';
  return `People decide: ${listOf(approvers)}.`;
}

export function listOf(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** Coordinates and products as somebody types them, each once. */
export function targetsIn(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
}

/** Refusals of inputs begin with the name of the input: `input.duration may be at most P30D.` */
export function inputAtFault(message: string | null): string | null {
  return (
    /^(?:input\.)?(targets|purpose|justification|duration|reason|until|note|ticket|minutes)\b/.exec(
      message ?? '',
    )?.[1] ?? null
  );
}

interface NotificationBody {
  readonly [key: string]: unknown;
}

export interface ToldNotification {
  readonly text: string;
  /** Of the request that it is about. */
  readonly request: string | null;
}

/** @param body JSON, by the topic */
export function tellNotification(topic: string, body: string): ToldNotification {
  const told = bodyOf(body);
  const targets = Array.isArray(told.targets) ? told.targets.join(', ') : '';
  const request = typeof told.request === 'string' ? told.request : null;
  if (topic === 'access.requested')
    return { text: `${told.requester} asks for ${targets}, for ${told.purpose}.`, request };
  if (topic === 'access.glass-broken')
    return { text: `${told.brokenBy} has broken glass for ${targets} with the ticket ${told.ticket}.`, request };
  return { text: topic, request };
}

function bodyOf(json: string): NotificationBody {
  try {
    return JSON.parse(json) as NotificationBody;
  } catch {
    return {};
  }
}
