// The plan of `gordian apply` as a person reads it.
import { textTable } from '../text-table.ts';
import type { PlannedAction, PlannedSubgraph } from './apply-plan.ts';

const meanings: Readonly<Record<PlannedAction, string>> = {
  add: 'is new',
  change: 'is changed',
  unchanged: 'stays as it is',
  prune: 'is deleted: not in the tree',
  keep: 'is left alone: not in the tree (--prune deletes it)',
};

export function planText(plan: readonly PlannedSubgraph[]): string {
  return textTable(plan, {
    subgraph: ({ subgraph }) => subgraph,
    plan: ({ action }) => meanings[action],
    'registered now': ({ registered }) =>
      registered === null ? '' : `${registered.sourceRevision} by ${registered.registeredBy}`,
    drift: ({ drift }) => (drift ? 'registered from elsewhere' : ''),
  });
}

/** `1 to add, 0 to change, 2 unchanged, 0 to prune; 1 registered from elsewhere` */
export function countPlan(plan: readonly PlannedSubgraph[]): string {
  const count = (wanted: PlannedAction) => plan.filter(({ action }) => action === wanted).length;
  const drifted = plan.filter(({ drift }) => drift).length;
  const counts = `${count('add')} to add, ${count('change')} to change, ${count('unchanged')} unchanged, ${count('prune')} to prune`;
  return `${counts}${drifted === 0 ? '' : `; ${drifted} registered from elsewhere`}.`;
}
