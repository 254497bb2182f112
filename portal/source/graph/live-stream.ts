// Follows a subscription over and over, until its signal ends it: a connection that is lost is made anew, ever later while it fails.

import type { Portal } from '../shell/portal-context.ts';
import { type Body, post } from './ask.ts';
import { readEvents } from './event-stream.ts';
import { nextWaitMs, type Pace } from './pace.ts';
import { pause } from './pause.ts';
import { type Problem, passingCodes, problemsOf } from './problem.ts';
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

/** Beside faults: the same question may be answered when it is asked again. */
const worthAnotherTry: ReadonlySet<string> = new Set([
  ...passingCodes,
  'POLICY_UNAVAILABLE',
  'SLOW_READER',
  'SUBSCRIPTION_OUTDATED',
]);

const usualPace: Pace = { firstMs: 1_000, mostMs: 30_000 };

export async function followLive<Data, Variables>(
  portal: Portal,
  document: TypedDocument<Data, Variables>,
  variables: Variables,
  listener: Listener<Data>,
  signal: AbortSignal,
  pace = usualPace,
): Promise<void> {
  let waitMs: number | null = null;
  while (!signal.aborted) {
    listener.connecting();
    const beganAt = performance.now();
    const refusal = await followOnce(portal, document, variables, listener, signal);
    if (signal.aborted) return;
    if (refusal) return listener.refused(refusal);
    listener.lost();
    waitMs = nextWaitMs(waitMs, performance.now() - beganAt, pace);
    await pause(waitMs, signal);
  }
}

/** Until the stream ends; why it is not to be tried again, if so. */
async function followOnce<Data, Variables>(
  portal: Portal,
  document: TypedDocument<Data, Variables>,
  variables: Variables,
  listener: Listener<Data>,
  signal: AbortSignal,
): Promise<Problem | null> {
  try {
    const authorization = await portal.session.authorization();
    const response = await post(portal, document, variables, { accept: 'text/event-stream', authorization, signal });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (!response.body || !isStream) return await refusalIn(response);
    listener.live();
    let hasTold = false;
    for await (const { data, errors } of readEvents<Body<Data>>(response.body)) {
      if (!data) return hasTold ? null : await refusalOf(problemsOf(errors)[0], portal.session, authorization);
      hasTold = true;
      listener.happened(data);
    }
  } catch {
    // Lost, or the page has gone: whoever follows knows which.
  }
  return null;
}

/**
 * What ends a stream that has told nothing yet. It may have been silent for long: then its token is over, which a newer one mends.
 * @param sentWith the authorization that it began with
 */
async function refusalOf(
  problem: Problem | undefined,
  session: Portal['session'],
  sentWith: string | null,
): Promise<Problem | null> {
  if (!problem || worthAnotherTry.has(problem.code)) return null;
  if (problem.code !== 'UNAUTHENTICATED') return problem;
  return (await session.authorization()) === sentWith ? problem : null;
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
