// Promises about service in words and numbers. Pure.

import type { SlaKind } from '../generated/product.ts';

export interface Promised {
  readonly kind: SlaKind;
  readonly objective: {
    readonly threshold: number;
    readonly unit: string;
    readonly target: number;
    readonly window: string;
  };
}

export interface Point {
  readonly at: string;
  readonly good: number;
  readonly total: number;
}

/** How much of what is counted has to be good, from 0 to 1; null where no share is promised. */
export function promisedShare({ kind, objective: { threshold, target } }: Promised): number | null {
  switch (kind) {
    case 'AVAILABILITY':
    case 'COMPLETENESS':
      return threshold / 100;
    case 'ERROR_RATE':
      return 1 - threshold / 100;
    case 'FRESHNESS':
    case 'LATENCY':
      return target;
    default:
      return null;
  }
}

/** What is promised, for people: `at most 15 min old, 99.5 % of 30 days`. */
export function promiseText({ kind, objective }: Promised): string {
  const { threshold, unit, target, window } = objective;
  const value = measureText(threshold, unit);
  const over = durationText(window);
  switch (kind) {
    case 'FRESHNESS':
      return `at most ${value} old, ${percentText(target)} of ${over}`;
    case 'LATENCY':
      return `within ${value}, ${percentText(target)} of the fetches in ${over}`;
    case 'ERROR_RATE':
      return `at most ${value} fail, over ${over}`;
    case 'TIME_TO_DETECT':
    case 'TIME_TO_NOTIFY':
    case 'TIME_TO_REPAIR':
      return `within ${value}, over ${over}`;
    case 'FREQUENCY':
      return `every ${value} at the latest, over ${over}`;
    default:
      return `at least ${value}, over ${over}`;
  }
}

/** `15 min`, `99.9 %`, `1 day`, `12 requests/s`. */
export function measureText(value: number, unit: string): string {
  const word = unit === 'd' && value === 1 ? 'day' : (unitWords[unit] ?? unit);
  return `${number.format(value)} ${word}`;
}

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const unitWords: Readonly<Record<string, string>> = { percent: '%', s: 's', m: 'min', h: 'h', d: 'days' };

const thousandths = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });
/** However little is missing, it does not look like all. */
export function percentText(share: number): string {
  const percent = thousandths.format(share * 100);
  return share < 1 && percent === '100' ? 'over 99.999 %' : `${percent} %`;
}

/** How a promise was kept, for whoever cannot see the line. @param points of which something was counted, at least one */
export function historyText(points: readonly Point[]): string {
  const kept = points.map(({ good, total }) => good / total);
  const [least, most, last] = [Math.min(...kept), Math.max(...kept), kept.at(-1)!].map(percentText);
  return least === most ? `always ${least}` : `between ${least} and ${most}, last ${last}`;
}

/** `P30D` as `30 days`. What has no words stays as it is written. */
export function durationText(duration: string): string {
  const [, days, hours, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
  const parts = [counted(days, 'day'), counted(hours, 'hour'), counted(minutes, 'minute')].filter(Boolean);
  return parts.join(' ') || duration;
}

/** In percent, for a chart; null where nothing was counted. */
export function shares(points: readonly Point[]): readonly (number | null)[] {
  return points.map(({ good, total }) => (total === 0 ? null : (100 * good) / total));
}

function counted(text: string | undefined, unit: string): string {
  return text === undefined ? '' : `${text} ${unit}${text === '1' ? '' : 's'}`;
}
