// Asks a document for a component: again when its variables or the viewer's identity change, never for one that is gone.

import { useCallback, useEffect, useRef, useState } from 'react';
import { usePortal, useViewer } from '../shell/portal-context.ts';
import { ask } from './ask.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { NoAnswer, Problem } from './problem.ts';
import { renewed, type Shown } from './renewed.ts';
import type { TypedDocument } from './typed-document.ts';

export interface QueryResult<Data> {
  /**
   * `answered` stays while the same question is asked again (reload), and when only a fault keeps the gateway from answering it. A
   * question that is skipped is `loading`.
   */
  readonly status: 'loading' | 'failed' | 'answered';
  /** The answer to the present variables; null until it is there. */
  readonly data: Data | null;
  /** What the same viewer was answered before, to show while the present question is on its way: `data ?? previous`. */
  readonly previous: Data | null;
  /** Fields that are denied or failed. */
  readonly problems: readonly Problem[];
  readonly error: NoAnswer | null;
  /** Why what is shown could not be renewed, for people; null when it is of the last time that it was asked for. */
  readonly stale: string | null;
  /** Of the supergraph that answered. */
  readonly generation: string | null;
  /** Whether a request is on its way. */
  readonly asking: boolean;
  /** Asked for while a request is on its way, it is asked once more when that one is answered. */
  readonly reload: () => void;
}

interface Settled<Data> extends Shown<Data> {
  readonly key: string;
}

export function useQuery<Data, Variables>(
  document: TypedDocument<Data, Variables>,
  variables: Variables,
  { skip = false }: { readonly skip?: boolean } = {},
): QueryResult<Data> {
  const portal = usePortal();
  const { identity } = useViewer();
  const [settled, setSettled] = useState<Settled<Data> | null>(null);
  const [former, setFormer] = useState<{ readonly identity: number; readonly data: Data } | null>(null);
  const [asking, setAsking] = useState(false);
  const askAgain = useRef(() => {});
  const reload = useCallback(() => askAgain.current(), []);
  const key = JSON.stringify([document.operationName, variables, identity]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for document, variables and identity.
  useEffect(() => {
    if (skip) return;
    const gone = new AbortController();
    let before = settled?.key === key ? settled.answer : null;
    async function askOnce(): Promise<void> {
      setAsking(true);
      const outcome = await ask(portal, document, variables, gone.signal).catch((error: NoAnswer) => error);
      if (gone.signal.aborted) return;
      const shown = renewed(before, outcome);
      before = shown.answer;
      setSettled({ key, ...shown });
      if (shown.answer) setFormer({ identity, data: shown.answer.data });
      else if (!shown.error?.isPassing) setFormer(null);
      setAsking(false);
    }
    askAgain.current = oneAtATime(askOnce, gone.signal);
    askAgain.current();
    return () => gone.abort();
  }, [portal, key, skip]);

  const now = !skip && settled?.key === key ? settled : null;
  return {
    status: now === null ? 'loading' : now.answer ? 'answered' : 'failed',
    data: now?.answer?.data ?? null,
    // What another identity could see is not shown to this one, not for a moment.
    previous: former?.identity === identity ? former.data : null,
    problems: now?.answer?.problems ?? now?.error?.problems ?? [],
    error: now?.error ?? null,
    stale: now?.stale ?? null,
    generation: now?.answer?.generation ?? null,
    asking: asking && !skip,
    reload,
  };
}
