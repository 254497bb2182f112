// Keeps the selected node where it is on the screen while the drawing around it changes, and begins with it in the middle. What was
// opened beside it is brought into sight, as far as the node itself stays there.

import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { GraphLayout } from './graph-layout.ts';
import { elementOf } from './node-element.ts';

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
  /** A node that was found by the selected one, if there is any. */
  found: string | null,
): () => void {
  /** Where the selected node was, from the upper left corner of the canvas. */
  const seen = useRef<Offset | null>(null);
  /** The node that was selected before. */
  const opener = useRef(selected);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another node that is selected does not move the canvas; another drawing does.
  useLayoutEffect(() => {
    const now = offsetOf(canvas.current!, selected);
    const wanted = seen.current ?? middleOf(canvas.current!, selected);
    canvas.current!.scrollBy({ left: now.left - wanted.left, top: now.top - wanted.top, behavior: 'instant' });
    note();
  }, [layout, zoom]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: to select another node moves nothing; to open one does.
  useLayoutEffect(() => {
    if (found !== null && opener.current === selected) {
      bringIntoSight(canvas.current!, found, selected);
      note();
    }
    opener.current = selected;
  }, [found, selected]);

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

/** Sideways only. */
function bringIntoSight(canvas: HTMLElement, id: string, keeping: string): void {
  const outer = canvas.getBoundingClientRect();
  const wanted = elementOf(canvas, id).getBoundingClientRect();
  const kept = elementOf(canvas, keeping).getBoundingClientRect();
  const toRight = Math.min(
    Math.max(0, wanted.right + beside - outer.right),
    Math.max(0, kept.left - beside - outer.left),
  );
  const toLeft = Math.min(
    Math.max(0, outer.left - wanted.left + beside),
    Math.max(0, outer.right - kept.right - beside),
  );
  canvas.scrollBy({ left: toRight - toLeft, behavior: 'instant' });
}

/** Between a node and the border of the canvas, in pixels. */
const beside = 16;
