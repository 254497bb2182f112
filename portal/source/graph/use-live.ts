// Listens to a subscription while its component is shown, and again after the connection was lost. The stream ends with the page.

import { useEffect, useRef, useState } from 'react';
import { usePortal, useViewer } from '../shell/portal-context.ts';
import { type Body, noAnswer, post } from './ask.ts';
import { readEvents } from './event-stream.ts';
import { type Problem, problemsOf } from './problem.ts';
import type { TypedDocument } from './typed-document.ts';

export interface Live {
  /** `refused`: the viewer may not listen, or the gateway does not offer it; it is not tried again. */
  readonly state: 'connecting' | 'live' | 'lost' | 'refused';
  readonly problem: Problem | null;
}

const AGAIN_AFTER_MS = { first: 1_000, most: 30_000 };

export function useLive<Data, Variables>(
  document: TypedDocument<Data, Variables>,
  variables: Variables,
  onEvent: (data: Data) => void,
  { skip = false }: { readonly skip?: boolean } = {},
): Live {
  const portal = usePortal();
  const { identity } = useViewer();
  const [live, setLive] = useState<Live>({ state: 'connecting', problem: null });
  const latest = useRef(onEvent);
  latest.current = onEvent;
  const key = JSON.stringify([document.operationName, variables, identity]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for document, variables and identity.
  useEffect(() => {
    if (skip) return;
    const gone = new AbortController();
    void listen(gone.signal);
    return () => gone.abort();

    async function listen(signal: AbortSignal): Promise<void> {
      for (let waitMs = AGAIN_AFTER_MS.first; !signal.aborted; waitMs = Math.min(waitMs * 2, AGAIN_AFTER_MS.most)) {
        setLive({ state: 'connecting', problem: null });
        const problem = await follow(signal, () => {
          waitMs = AGAIN_AFTER_MS.first;
        });
        if (signal.aborted) return;
        if (problem) return setLive({ state: 'refused', problem });
        setLive({ state: 'lost', problem: null });
        await pause(waitMs, signal);
      }
    }

    /** Until the stream ends; the problem when there never was one. */
    async function follow(signal: AbortSignal, connected: () => void): Promise<Problem | null> {
      try {
        const response = await post(portal, document, variables, { accept: 'text/event-stream', signal });
        if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream'))
          return await refusalIn(response);
        connected();
        setLive({ state: 'live', problem: null });
        for await (const { data, errors } of readEvents<Body<Data>>(response.body)) {
          if (data) latest.current(data);
          else if (errors) return problemsOf(errors)[0]!;
        }
      } catch {
        // Lost, or the page has gone: the loop knows.
      }
      return null;
    }
  }, [portal, key, skip]);
  return live;
}

/** Null when it is worth another try: the gateway is starting, or has too much to do. */
async function refusalIn(response: Response): Promise<Problem | null> {
  const body = (await response
    .json()
    .catch((error: Error) => ({ errors: [{ message: noAnswer(error).message }] }))) as {
    errors?: Parameters<typeof problemsOf>[0];
  };
  if (response.status >= 500 || response.status === 429) return null;
  return problemsOf(body.errors)[0] ?? null;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
