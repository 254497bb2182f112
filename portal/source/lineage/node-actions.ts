// What the keys do to a node, in the drawing and in the list.

import type { DrawnNode } from './explored-graph.ts';
import { type Side, sides } from './side.ts';
import type { ExplorationState } from './use-exploration.ts';

type Actions = Pick<ExplorationState, 'toggle' | 'showMore'>;

/** Whether there is anything to open or to close on a side. Of the root one side stays open: without any there is nothing to see. */
export function canToggle({ kind, via, isOpen, hidden }: DrawnNode, side: Side): boolean {
  if (kind === 'GROUP' || kind === 'REDACTED') return false;
  if (via === null && isOpen[side]) return isOpen.sources && isOpen.consumers;
  return isOpen[side] || hidden[side] > 0;
}

/** Away from the root; both sides of the root itself are open from the beginning. */
function outwardSide({ column }: Pick<DrawnNode, 'column'>): Side {
  return column < 0 ? 'sources' : 'consumers';
}

/** The side that is opened and closed first: away from the root, or where there is nothing, towards it. */
export function expandableSide(node: DrawnNode): Side | null {
  const outward = outwardSide(node);
  const inOrder = [outward, ...sides.filter((side) => side !== outward)];
  return inOrder.find((each) => canToggle(node, each) && !(node.via === null && node.isOpen[each])) ?? null;
}

export function expand(node: DrawnNode, { toggle, showMore }: Actions): void {
  const side = expandableSide(node);
  if (node.kind === 'GROUP') showMore(node);
  else if (side) toggle(node, side);
}
