// What the catalogue knows of a field, for the viewer as it is now. Remembered for a minute, because a cursor comes back.

import { useEffect, useState } from 'react';
import { FieldUnderCursorDocument as document, type FieldUnderCursorData } from '../../generated/playground.ts';
import { type Answer, ask } from '../../graph/ask.ts';
import type { NoAnswer } from '../../graph/problem.ts';
import { usePortal, useViewer } from '../../shell/portal-context.ts';

export type FieldAnswer = Answer<FieldUnderCursorData>;

export interface FieldState {
  /** Of the coordinate, or the one before while that is on its way. */
  readonly answer: FieldAnswer | null;
  readonly error: NoAnswer | null;
  readonly isCurrent: boolean;
}

const KEPT_MS = 60_000;
const MAXIMUM_KEPT = 200;

interface Kept {
  readonly answer: FieldAnswer;
  readonly untilMs: number;
}

/** By identity and coordinate: what another identity was told is never found. */
const kept = new Map<string, Kept>();

export function useField(coordinate: string | null): FieldState {
  const portal = usePortal();
  const { identity } = useViewer();
  const key = JSON.stringify([identity, coordinate]);
  const [known, setKnown] = useState<{
    key: string;
    identity: number;
    answer: FieldAnswer | null;
    error: NoAnswer | null;
  }>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for identity and coordinate
  useEffect(() => {
    if (coordinate === null) return;
    const found = kept.get(key);
    if (found && found.untilMs > performance.now())
      return setKnown({ key, identity, answer: found.answer, error: null });
    const gone = new AbortController();
    ask(portal, document, { coordinate }, gone.signal).then(
      (answer) => {
        keep(key, answer);
        setKnown({ key, identity, answer, error: null });
      },
      (error: NoAnswer) => !gone.signal.aborted && setKnown({ key, identity, answer: null, error }),
    );
    return () => gone.abort();
  }, [portal, key]);

  if (known?.identity !== identity) return { answer: null, error: null, isCurrent: false };
  return { answer: known.answer, error: known.error, isCurrent: known.key === key };
}

function keep(key: string, answer: FieldAnswer): void {
  const [oldest] = kept.keys();
  if (kept.size >= MAXIMUM_KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(key, { answer, untilMs: performance.now() + KEPT_MS });
}
