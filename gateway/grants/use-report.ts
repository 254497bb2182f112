// What this gateway has to tell of grants: which ones it has applied, and when each was last needed. Collected, sent in one
// piece, and kept when it could not be sent.
import type { Log } from '../../kit/log.ts';
import type { GrantsSource } from './grants-source.ts';

export interface UseReport {
  applied(ids: readonly string[]): void;
  used(ids: Iterable<string>, atMs: number): void;
  /** Never rejects. */
  send(): Promise<void>;
}

export function createUseReport(source: Pick<GrantsSource, 'report'>, log: Log): UseReport {
  const applied = new Set<string>();
  const usedAtMs = new Map<string, number>();

  const note = (ids: Iterable<string>, atMs: number): void => {
    for (const id of ids) usedAtMs.set(id, Math.max(atMs, usedAtMs.get(id) ?? 0));
  };
  const take = () => {
    const taken = { applied: [...applied], used: [...usedAtMs] };
    applied.clear();
    usedAtMs.clear();
    return taken;
  };

  return {
    applied: (ids) => {
      for (const id of ids) applied.add(id);
    },
    used: note,
    async send() {
      if (applied.size === 0 && usedAtMs.size === 0) return;
      const taken = take();
      try {
        const used = taken.used.map(([id, atMs]) => ({ id, at: new Date(atMs).toISOString() }));
        await source.report({ applied: taken.applied, used });
      } catch (error) {
        log.debug({ event: 'grants.unreported', err: error }, 'what was granted and used is reported later');
        for (const id of taken.applied) applied.add(id);
        for (const [id, atMs] of taken.used) note([id], atMs);
      }
    },
  };
}
