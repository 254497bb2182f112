// The elements that stand for nodes, in the drawing and in the list.

import type { DrawnNode } from './explored-graph.ts';

/** Of a node that is there. */
export function elementOf(container: HTMLElement, id: string): HTMLElement {
  return findElement(container, id)!;
}

function findElement(container: HTMLElement, id: string): HTMLElement | null {
  return container.querySelector(`[data-node="${CSS.escape(id)}"]`);
}

/** A group of which everything is drawn is gone, and the focus with it: it goes back to the node whose neighbours these were. */
export function keepFocusAfter(group: DrawnNode, container: HTMLElement, focus: (id: string) => void): void {
  requestAnimationFrame(() => {
    if (container.isConnected && !findElement(container, group.id)) focus(group.via!.id);
  });
}
