// What would become of the operation in the editor, for the viewer as it is now: asked when nobody has typed for a moment, and only
// while somebody looks at it.

import { useEffect, useState } from 'react';
import { noAnswer } from '../../graph/ask.ts';
import { usePortal, useViewer } from '../../shell/portal-context.ts';
import { type AskedOperation, kindOf } from '../asked-operation.ts';
import { type Explanation, explain, Unexplained } from './explain.ts';

export interface ExplanationState {
  /** Of the present operation, or of the one before while it is asked for. */
  readonly explanation: Explanation | null;
  readonly problem: { readonly message: string; readonly code: string } | null;
  readonly isCurrent: boolean;
}

const STILL_MS = 500;
const GIVE_UP_AFTER_MS = 30_000;

interface Known extends Omit<ExplanationState, 'isCurrent'> {
  readonly key: string;
  readonly identity: number;
}

export function useExplanation(asked: AskedOperation, isWanted: boolean): ExplanationState {
  const portal = usePortal();
  const { identity } = useViewer();
  const [known, setKnown] = useState<Known | null>(null);
  const key = JSON.stringify([identity, asked]);
  const canBeAsked = isWanted && known?.key !== key && kindOf(asked) !== null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the operation and the identity
  useEffect(() => {
    if (!canBeAsked) return;
    const gone = new AbortController();
    const timer = setTimeout(() => {
      explain(portal, asked, AbortSignal.any([gone.signal, AbortSignal.timeout(GIVE_UP_AFTER_MS)])).then(
        (explanation) => setKnown({ key, identity, explanation, problem: null }),
        (error: Error) => {
          if (!gone.signal.aborted) setKnown({ key, identity, explanation: null, problem: problemOf(error) });
        },
      );
    }, STILL_MS);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [portal, key, canBeAsked]);

  // What another identity may see is not shown to this one.
  if (known?.identity !== identity) return { explanation: null, problem: null, isCurrent: false };
  return { explanation: known.explanation, problem: known.problem, isCurrent: known.key === key };
}

function problemOf(error: Error): ExplanationState['problem'] {
  if (error instanceof Unexplained) return error;
  return { message: noAnswer(error).message, code: 'NO_ANSWER' };
}
