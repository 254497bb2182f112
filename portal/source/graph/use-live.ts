// Listens to a subscription while its component is shown to somebody. A tab in the background does not listen: browsers give all
// tabs of a site six connections together, and each stream takes one.

import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { usePortal, useViewer } from '../shell/portal-context.ts';
import { followLive } from './live-stream.ts';
import type { Problem } from './problem.ts';
import type { TypedDocument } from './typed-document.ts';

export interface Live {
  /** `refused`: the viewer may not listen, or the gateway does not offer it; it is not tried again. */
  readonly state: 'connecting' | 'live' | 'lost' | 'refused';
  readonly problem: Problem | null;
}

interface Options {
  readonly skip?: boolean;
  /** Nobody has listened for a while: what is shown may be older than what has happened. */
  readonly onGap?: () => void;
}

export function useLive<Data, Variables>(
  document: TypedDocument<Data, Variables>,
  variables: Variables,
  onEvent: (data: Data) => void,
  { skip = false, onGap }: Options = {},
): Live {
  const portal = usePortal();
  const { identity } = useViewer();
  const isVisible = useSyncExternalStore(onVisibility, () => window.document.visibilityState === 'visible');
  const [live, setLive] = useState<Live>({ state: 'connecting', problem: null });
  const latest = useRef({ onEvent, onGap });
  latest.current = { onEvent, onGap };
  const lastLive = useRef<string | null>(null);
  const key = JSON.stringify([document.operationName, variables, identity]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for document, variables and identity.
  useEffect(() => {
    if (skip || !isVisible) return;
    const gone = new AbortController();
    const listener = {
      connecting: () => setLive({ state: 'connecting', problem: null }),
      live() {
        if (lastLive.current === key) latest.current.onGap?.();
        lastLive.current = key;
        setLive({ state: 'live', problem: null });
      },
      happened: (data: Data) => latest.current.onEvent(data),
      lost: () => setLive({ state: 'lost', problem: null }),
      refused: (problem: Problem) => setLive({ state: 'refused', problem }),
    };
    void followLive(portal, document, variables, listener, gone.signal);
    return () => gone.abort();
  }, [portal, key, skip, isVisible]);
  return live;
}

function onVisibility(listener: () => void): () => void {
  window.document.addEventListener('visibilitychange', listener);
  return () => window.document.removeEventListener('visibilitychange', listener);
}
