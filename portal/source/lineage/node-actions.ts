// What the keys do to a node, in the drawing and in the list.

import type { DrawnNode } from './explored-graph.ts';
import { type Side, sides } from './side.ts';
import type { ExplorationState } from './use-exploration.ts';

type Actions = Pick<ExplorationState, 'toggle' | 'showMore'>;

/** Whether there is anything to open or to close on a side. */
export function canToggle({ kind, isOpen, hidden }: DrawnNode, side: Side): boolean {
  return kind !== 'GROUP' && kind !== 'REDACTED' && (isOpen[side] || hidden[side] > 0);
}

/** Away from the root; both sides of the root itself are open from the beginning. */
export function outwardSide({ column }: Pick<DrawnNode, 'column'>): Side {
  return column < 0 ? 'sources' : 'consumers';
}

/** Enter: goes on where there is something to go on with, away from the root first, and closes when all of it is open. */
export function expand(node: DrawnNode, { toggle, showMore }: Actions): void {
  if (node.kind === 'GROUP') showMore(node);
  const outward = outwardSide(node);
  const inOrder = [outward, ...sides.filter((side) => side !== outward)];
  const side =
    inOrder.find((each) => !node.isOpen[each] && canToggle(node, each)) ??
    inOrder.find((each) => canToggle(node, each));
  if (side && (node.column !== 0 || !node.isOpen[side])) toggle(node, side);
}
