// Keeps the selected node where it is on the screen while the drawing around it changes, and begins with it in the middle.

import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { GraphLayout } from './graph-layout.ts';

interface Offset {
  readonly left: number;
  readonly top: number;
}

/** @returns what the canvas calls when it is scrolled */
export function useSteadyScroll(
  canvas: RefObject<HTMLDivElement | null>,
  layout: GraphLayout,
  selected: string,
  zoom: number,
): () => void {
  /** Where the selected node was, from the upper left corner of the canvas. */
  const seen = useRef<Offset | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another node that is selected does not move the canvas; another drawing does.
  useLayoutEffect(() => {
    const now = offsetOf(canvas.current!, selected);
    const wanted = seen.current ?? middleOf(canvas.current!, selected);
    canvas.current!.scrollBy({ left: now.left - wanted.left, top: now.top - wanted.top, behavior: 'instant' });
    note();
  }, [layout, zoom]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only which node it is matters here.
  useLayoutEffect(note, [selected]);

  function note(): void {
    seen.current = offsetOf(canvas.current!, selected);
  }
  return note;
}

function offsetOf(canvas: HTMLElement, id: string): Offset {
  const [outer, inner] = [canvas.getBoundingClientRect(), elementOf(canvas, id).getBoundingClientRect()];
  return { left: inner.left - outer.left, top: inner.top - outer.top };
}

function middleOf(canvas: HTMLElement, id: string): Offset {
  const { width, height } = elementOf(canvas, id).getBoundingClientRect();
  return { left: (canvas.clientWidth - width) / 2, top: (canvas.clientHeight - height) / 2 };
}

export function elementOf(container: HTMLElement, id: string): HTMLElement {
  return container.querySelector(`[data-node="${CSS.escape(id)}"]`)!;
}
