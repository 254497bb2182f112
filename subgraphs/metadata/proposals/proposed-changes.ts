// Which changes of a product somebody has to agree to, and who. Pure.
import { createHash } from 'node:crypto';
import { groupBy } from '../group-by.ts';
import type { AffectedConsumer, JudgedChange } from '../registry/verdict/judged-change.ts';

/** Somebody known would notice. */
export function needsConsent({ severity, verdict }: JudgedChange): boolean {
  return severity === 'BREAKING' && (verdict === 'BREAKS_CONSUMERS' || verdict === 'BREAKS_PINNED_ONLY');
}

/** Each consumer once, with all its operations that break. */
export function affectedConsumers(changes: readonly JudgedChange[]): AffectedConsumer[] {
  const all = changes.filter(needsConsent).flatMap(({ affected }) => affected.consumers);
  return [...groupBy(all, ({ consumer }) => consumer).values()].map(merged);
}

function merged(parts: readonly AffectedConsumer[]): AffectedConsumer {
  const operations = [
    ...new Map(parts.flatMap((part) => part.operations).map((operation) => [operation.hash, operation])).values(),
  ];
  const seen = parts.flatMap(({ lastSeen }) => lastSeen ?? []).sort();
  return {
    consumer: parts[0]!.consumer,
    operations,
    requests: operations.reduce((sum, { requests }) => sum + requests, 0),
    lastSeen: seen.at(-1) ?? null,
    pin: parts.find(({ pin }) => pin !== null)?.pin ?? null,
  };
}

/**
 * SHA-256 (hex) of what breaks, whoever uses it at the moment and whatever else the version says: an agreement to it stays one
 * while the contract is worked on.
 */
export function changesHash(changes: readonly JudgedChange[]): string {
  const breaking = changes.filter(({ severity }) => severity === 'BREAKING');
  const lines = breaking.map(({ coordinate, axis, kind, before, after }) =>
    // Of left pins the exact versions do not matter.
    JSON.stringify(kind === 'PINS_LEFT' ? [coordinate, kind] : [coordinate, axis, kind, before, after]),
  );
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}
