// What stands in the way of changes that break somebody: who has not agreed, what nobody knows, what was promised to stay. An
// obstacle that the publisher takes on itself, with a reason, is a warning. Pure; docs/reference/registry.md has the table.
import type { Contract } from '../../../schema/contract/contract.ts';
import { type Problem, problemAt } from '../../../schema/problem.ts';
import type { Consent } from '../proposals/consent.ts';
import { needsConsent } from '../proposals/proposed-changes.ts';
import type { Permission } from './registration.ts';
import {
  type AffectedConsumer,
  type IsNamed,
  isRemovalOfField,
  type JudgedChange,
  somebody,
} from './verdict/judged-change.ts';

export interface Judged {
  readonly contract: Contract;
  readonly changes: readonly JudgedChange[];
  /** Null where nobody has to agree. */
  readonly consent: Consent | null;
  /** By coordinate, when what is deprecated may go. */
  readonly sunsets: ReadonlyMap<string, Date>;
  readonly isNamed: IsNamed;
}

export function obstaclesOf(judged: Judged, permission: Permission, now: Date): Problem[] {
  return [
    ...withoutConsent(judged, permission),
    ...withoutTraffic(judged, permission),
    ...beforeSunset(judged, permission, now),
  ];
}

function withoutConsent({ contract, changes, consent, isNamed }: Judged, { force }: Permission): Problem[] {
  const waiting = (change: JudgedChange) =>
    change.affected.consumers.filter(({ consumer }) => consent?.agreeing.has(consumer) !== true);
  const isOpen = (change: JudgedChange) => needsConsent(change) && waiting(change).length > 0;
  return changes.filter(isOpen).map((change) =>
    problemAt(contract.versionPlace, {
      code: change.verdict === 'BREAKS_PINNED_ONLY' ? 'LEAVES_PINS' : 'BREAKS_CONSUMERS',
      severity: force === null ? 'error' : 'warning',
      message: `${change.message} ${whoBreaks(waiting(change), isNamed)}`,
      fix: howToAgree(consent),
    }),
  );
}

const namedAtMost = 3;

function whoBreaks(consumers: readonly AffectedConsumer[], isNamed: IsNamed): string {
  const named = consumers.slice(0, namedAtMost).map((one) => asSeen(one, isNamed(one.consumer)));
  const more = consumers.length - named.length;
  return `${[...named, ...(more > 0 ? [`${more} more`] : [])].join('; ')}.`;
}

function asSeen({ consumer, operations, requests, lastSeen, pin }: AffectedConsumer, isNamed: boolean): string {
  const who = isNamed ? consumer : somebody;
  if (lastSeen === null && pin !== null) return `${who} has pinned ${pin}`;
  const names = operations.slice(0, namedAtMost).map(({ name, hash }) => name ?? hash.slice(0, 12));
  const how = isNamed ? ` with ${names.join(', ')}` : '';
  if (lastSeen === null) return `${who} has published operations that ask for it${how} (never seen)`;
  return `${who} asks for it${how} (${requests} requests in 30 days, last seen ${lastSeen})`;
}

function howToAgree(consent: Consent | null): string {
  const asked = consent?.proposal
    ? `The proposal ${consent.proposal.id} waits for them.`
    : 'A registration opens a proposal, which they can agree to.';
  return `Keep it for now and deprecate it with a sunset. ${asked} In an emergency, force it with a reason (scope gordian:contract:force).`;
}

/** Silence is no answer where nobody listened, and neither is the agreement of those who were heard. */
function withoutTraffic({ contract, changes }: Judged, { acceptUnknown }: Permission): Problem[] {
  const unknown = changes.filter(
    ({ verdict, affected }) =>
      verdict === 'UNKNOWN_NO_TRAFFIC_DATA' || (verdict === 'BREAKS_CONSUMERS' && !affected.namesAll),
  );
  if (unknown.length === 0) return [];
  const [first] = unknown;
  const more =
    unknown.length > 1 ? ` ${unknown.length - 1} more of its changes break consumers, if there are any.` : '';
  return [
    problemAt(contract.versionPlace, {
      code: 'BREAKING_WITHOUT_TRAFFIC_DATA',
      severity: acceptUnknown === null ? 'error' : 'warning',
      message: `${first!.message}${more} ${whatIsUnknown(first!)}`,
      fix: 'Wait until they have, or ask around and take it on yourself: gordian contract register --accept-unknown --reason "<why>".',
    }),
  ];
}

function whatIsUnknown({ verdict }: JudgedChange): string {
  return verdict === 'BREAKS_CONSUMERS'
    ? 'Whether others use it than are known is not: the gateways have not reported for all of the last 30 days, or there are too many to name.'
    : 'Whether somebody uses it is not known: the gateways have not reported for all of the last 30 days.';
}

function beforeSunset({ contract, changes, sunsets }: Judged, { force }: Permission, now: Date): Problem[] {
  const isRemoval = ({ kind, verdict }: JudgedChange) => isRemovalOfField(kind) && verdict !== 'NOT_BREAKING';
  return changes.filter(isRemoval).flatMap(({ coordinate }) => {
    const sunset = sunsets.get(coordinate);
    if (sunset === undefined || sunset <= now) return [];
    return [
      problemAt(contract.versionPlace, {
        code: 'REMOVED_BEFORE_SUNSET',
        severity: force === null ? ('error' as const) : ('warning' as const),
        message: `${coordinate} was promised to stay until ${sunset.toISOString()}.`,
        fix: 'Keep it until then, or force it with a reason (scope gordian:contract:force).',
      }),
    ];
  });
}
