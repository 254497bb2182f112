// Asks the gateway under the viewer's identity, and reads what comes: one answer, an answer in parts (@defer), or event after event.
// It never throws: the viewer needs to know what to do, and gets that as an answer with an error.

import { readEvents } from '../graph/event-stream.ts';
import { nameOf } from '../session/caller-name.ts';
import type { Session } from '../session/session.ts';
import type { ExecutionBody } from './answer-findings.ts';
import type { Answer } from './answer-log.ts';
import { createAdder, readParts } from './answer-parts.ts';
import { type AskedOperation, kindOf } from './asked-operation.ts';

export interface Question {
  readonly endpoint: string;
  readonly session: Session;
  readonly operation: AskedOperation;
  /** Ends it without a word. */
  readonly signal: AbortSignal;
}

export interface Arrival {
  readonly answer: Answer;
  /** False for what is there so far of an answer in parts. */
  readonly isWhole: boolean;
}

const ACCEPT = 'multipart/mixed;incrementalSpec=v0.2, application/graphql-response+json, application/json;q=0.9';
const ACCEPT_EVENTS = 'text/event-stream, application/graphql-response+json;q=0.9';
/** What the panels beside the result show. Whoever may not see the fetches is not told, and not refused. */
const ADDITIONS = { 'gordian-trace': '1', 'x-gordian-metadata': 'summary' };
const GIVE_UP_AFTER_MS = 60_000;

export async function* askGateway({ endpoint, session, operation, signal }: Question): AsyncGenerator<Arrival> {
  const startedAt = performance.now();
  let facts = { asked: operation, httpStatus: 0, requestId: null as string | null, ...viewerOf(session) };
  const answer = (body: ExecutionBody): Answer => {
    const bytes = new Blob([JSON.stringify(body)]).size;
    return { ...facts, durationMs: performance.now() - startedAt, bytes, body };
  };
  try {
    const authorization = await session.authorization();
    // Read now: the viewer may have become somebody else while a token was renewed.
    facts = { ...facts, ...viewerOf(session) };
    const response = await post(endpoint, authorization, operation, signal);
    facts = { ...facts, httpStatus: response.status, requestId: response.headers.get('x-request-id') };
    for await (const { body, isWhole } of bodiesOf(response)) yield { answer: answer(body), isWhole };
  } catch (error) {
    if (signal.aborted) return;
    facts = { ...facts, httpStatus: 0 };
    yield { answer: answer(failure(explain(error as Error))), isWhole: true };
  }
}

function viewerOf(session: Session): Pick<Answer, 'askedAs' | 'isAnonymous'> {
  const viewer = session.state.get();
  return { askedAs: nameOf(viewer), isAnonymous: viewer.token === null };
}

function post(endpoint: string, authorization: string | null, operation: AskedOperation, signal: AbortSignal) {
  const isStream = kindOf(operation) === 'subscription';
  return fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: isStream ? ACCEPT_EVENTS : ACCEPT,
      ...ADDITIONS,
      ...(authorization && { authorization }),
    },
    body: JSON.stringify(operation),
    signal: isStream ? signal : AbortSignal.any([signal, AbortSignal.timeout(GIVE_UP_AFTER_MS)]),
  });
}

interface ArrivedBody {
  readonly body: ExecutionBody;
  readonly isWhole: boolean;
}

async function* bodiesOf(response: Response): AsyncGenerator<ArrivedBody> {
  const type = response.headers.get('content-type') ?? '';
  if (response.body && type.startsWith('text/event-stream'))
    for await (const body of readEvents<ExecutionBody>(response.body)) yield { body, isWhole: true };
  else if (response.body && type.startsWith('multipart/mixed')) yield* partsOf(response.body);
  else yield { body: parseBody(await response.text(), response.status), isWhole: true };
}

async function* partsOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<ArrivedBody> {
  const add = createAdder();
  for await (const part of readParts(stream)) {
    yield { body: add(part), isWhole: !part.hasNext };
    if (!part.hasNext) return;
  }
  throw new Error('The connection ended before the last part of the answer.');
}

function parseBody(text: string, status: number): ExecutionBody {
  try {
    return JSON.parse(text) as ExecutionBody;
  } catch {
    return failure(`Something answered ${status} without JSON. Is a proxy between this page and the gateway?`);
  }
}

function explain(error: Error): string {
  if (error.name === 'TimeoutError')
    return 'No answer within 60 seconds. Ask for less, or look at the log of the gateway.';
  if (error instanceof TypeError)
    return 'The gateway does not answer. Start it with "npm start", then run the query again.';
  return error.message;
}

function failure(message: string): ExecutionBody {
  return { errors: [{ message, extensions: { code: 'NO_ANSWER' } }] };
}
