// Whoever pins a contract to a range is broken by a version outside of it, whatever has changed: the gateway refuses its requests.
// Within a major version consumers were promised that nothing breaks, so leaving a narrower pin is told and asks for nobody's consent.
import { parseRange, satisfies } from '../../../../schema/semantic-version-range.ts';
import { type AffectedConsumer, type JudgedChange, nobody } from './judged-change.ts';

export interface Pin {
  readonly consumer: string;
  readonly range: string;
}

/** @returns no more than one change, about the product */
export function leavesPins(
  product: string,
  { from, to }: { readonly from: string; readonly to: string },
  pins: readonly Pin[],
): JudgedChange[] {
  const left = pins.filter(({ range }) => isIn(from, range) && !isIn(to, range));
  if (left.length === 0) return [];
  const isMajor = from.split('.')[0] !== to.split('.')[0];
  return [
    {
      coordinate: product,
      axis: 'SCHEMA',
      kind: 'PINS_LEFT',
      severity: isMajor ? 'BREAKING' : 'WARNING',
      before: from,
      after: to,
      message: `Version ${to} lies outside of ${left.length === 1 ? 'a range' : 'ranges'} that consumers have pinned; the gateway refuses requests with ${left.length === 1 ? 'this pin' : 'these pins'}.`,
      verdict: 'BREAKS_PINNED_ONLY',
      affected: { ...nobody, consumers: left.map(pinned) },
    },
  ];
}

function isIn(version: string, text: string): boolean {
  const range = parseRange(text);
  return range !== null && satisfies(version, range);
}

function pinned({ consumer, range }: Pin): AffectedConsumer {
  return { consumer, operations: [], requests: 0, lastSeen: null, pin: range };
}
