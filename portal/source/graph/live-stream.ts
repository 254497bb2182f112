// Follows a subscription over and over, until its signal ends it: a connection that is lost is made anew, ever later while it fails.

import type { Portal } from '../shell/portal-context.ts';
import { type Body, post } from './ask.ts';
import { readEvents } from './event-stream.ts';
import { pause } from './pause.ts';
import { type Problem, problemsOf } from './problem.ts';
import type { TypedDocument } from './typed-document.ts';

export interface Listener<Data> {
  connecting(): void;
  /** What happened since the last connection was lost is not told. */
  live(): void;
  happened(data: Data): void;
  lost(): void;
  /** The viewer may not listen, or the gateway does not offer it: it is not tried again. */
  refused(problem: Problem): void;
}

const AGAIN_AFTER_MS = { first: 1_000, most: 30_000 };

export async function followLive<Data, Variables>(
  portal: Portal,
  document: TypedDocument<Data, Variables>,
  variables: Variables,
  listener: Listener<Data>,
  signal: AbortSignal,
): Promise<void> {
  let waitMs = AGAIN_AFTER_MS.first;
  while (!signal.aborted) {
    listener.connecting();
    const problem = await followOnce(portal, document, variables, signal, {
      ...listener,
      live() {
        waitMs = AGAIN_AFTER_MS.first;
        listener.live();
      },
    });
    if (signal.aborted) return;
    if (problem) return listener.refused(problem);
    listener.lost();
    await pause(waitMs, signal);
    waitMs = Math.min(waitMs * 2, AGAIN_AFTER_MS.most);
  }
}

/** Until the stream ends; the problem when it was refused. */
async function followOnce<Data, Variables>(
  portal: Portal,
  document: TypedDocument<Data, Variables>,
  variables: Variables,
  signal: AbortSignal,
  listener: Listener<Data>,
): Promise<Problem | null> {
  try {
    const response = await post(portal, document, variables, { accept: 'text/event-stream', signal });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (!response.body || !isStream) return await refusalIn(response);
    listener.live();
    for await (const { data, errors } of readEvents<Body<Data>>(response.body)) {
      if (data) listener.happened(data);
      else if (errors) return problemsOf(errors)[0] ?? null;
    }
  } catch {
    // Lost, or the page has gone: whoever follows knows which.
  }
  return null;
}

/** Null when it is worth another try: the gateway is starting, or has too much to do. */
async function refusalIn(response: Response): Promise<Problem | null> {
  if (response.status >= 500 || response.status === 429) return null;
  const text = await response.text();
  try {
    return problemsOf((JSON.parse(text) as Body<unknown>).errors)[0] ?? null;
  } catch {
    return problemsOf([{ message: `Something answered ${response.status} without JSON.` }])[0]!;
  }
}
