// Keeps the selected node where it is on the screen while the drawing around it changes, and begins with it in the middle.

import { type RefObject, useLayoutEffect, useRef } from 'react';
import { type GraphLayout, nodeSize, type Position } from './graph-layout.ts';

/** @returns what the canvas calls when it is scrolled */
export function useSteadyScroll(
  canvas: RefObject<HTMLDivElement | null>,
  { positions }: GraphLayout,
  selected: string,
  zoom: number,
): () => void {
  /** Where the selected node was, from the upper left corner of the canvas. */
  const seen = useRef<Position | null>(null);
  const { x, y } = positions.get(selected)!;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another node that is selected does not move the canvas, only the note of where it is.
  useLayoutEffect(() => {
    const { clientWidth, clientHeight } = canvas.current!;
    const middle = {
      x: (clientWidth - nodeSize.width * zoom) / 2,
      y: (clientHeight - nodeSize.height * zoom) / 2,
    };
    const wanted = seen.current ?? middle;
    canvas.current!.scrollTo({ left: x * zoom - wanted.x, top: y * zoom - wanted.y, behavior: 'instant' });
    note();
  }, [positions, zoom]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useLayoutEffect(note, [selected]);

  function note(): void {
    const { scrollLeft, scrollTop } = canvas.current!;
    seen.current = { x: x * zoom - scrollLeft, y: y * zoom - scrollTop };
  }
  return note;
}
