// The guarantee axis, promises: is consumers' trust still well placed?
import type { Contract, Sla, SlaKind } from '../contract/contract.ts';
import { changeOf } from './change-kinds.ts';
import type { ContractChange } from './contract-change.ts';
import { byName, pairUp } from './pair-up.ts';
import { isSame } from './plain-data.ts';

export function slaChanges(before: Contract, after: Contract): ContractChange[] {
  const { removed, added, kept } = pairUp(byName(before.slas, idOf), byName(after.slas, idOf));
  return [
    ...removed.map((sla) =>
      changeOf('SLA_REMOVED', about(sla, before), shown(sla), null, `The promise ${inWords(sla)} is withdrawn.`),
    ),
    ...added.map((sla) =>
      changeOf('SLA_ADDED', about(sla, after), null, shown(sla), `There is a new promise: ${inWords(sla)}.`),
    ),
    ...kept.flatMap(([earlier, later]) => keptSla(earlier, later, before)),
  ];
}

function keptSla(earlier: Sla, later: Sla, product: Contract): ContractChange[] {
  if (isSame(shown(earlier), shown(later))) return [];
  const message = `The promise ${inWords(earlier)} becomes ${inWords(later)}.`;
  return [changeOf(kindOf(earlier, later), about(earlier, product), shown(earlier), shown(later), message)];
}

function kindOf(before: Sla, after: Sla) {
  const [from, to] = comparable(before, after);
  if (before.kind !== after.kind || before.element !== after.element || from === null || to === null)
    return 'SLA_MEASURE_CHANGED';
  const threshold = higherIsBetter.has(before.kind) ? to - from : from - to;
  const target = after.target - before.target;
  if (threshold < 0 || target < 0) return 'SLA_RELAXED';
  return threshold > 0 || target > 0 ? 'SLA_TIGHTENED' : 'SLA_WINDOW_CHANGED';
}

const higherIsBetter: ReadonlySet<SlaKind> = new Set(['AVAILABILITY', 'COMPLETENESS', 'THROUGHPUT', 'RETENTION']);

/** Both thresholds in one unit; null when there is none. 15 minutes are as long as 900 seconds. */
function comparable(before: Sla, after: Sla): readonly [number | null, number | null] {
  if (before.thresholdSeconds !== null) return [before.thresholdSeconds, after.thresholdSeconds];
  return [before.threshold, before.unit === after.unit ? after.threshold : null];
}

function idOf({ id }: Sla): string {
  return id;
}

function about({ element }: Sla, { product }: Contract): string {
  return element ?? product;
}

/** A threshold in another unit of time is the same promise. */
function shown({ kind, element, threshold, unit, thresholdSeconds, target, window }: Sla) {
  const measure = thresholdSeconds === null ? { threshold, unit } : { thresholdSeconds };
  return { kind, element, ...measure, target, window };
}

function inWords({ kind, element, threshold, unit, target, window }: Sla): string {
  const what = `${kind.toLowerCase().replaceAll('_', ' ')}${element === null ? '' : ` of ${element}`}`;
  return `"${what}: ${threshold} ${unit}, ${Number((target * 100).toFixed(4))} % of ${window}"`;
}
