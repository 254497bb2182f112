// Sends GraphiQL's operations to the gateway under the viewer's identity. It never throws: GraphiQL would print a stack,
// and the viewer needs to know what to do instead.

import type { GraphiQLProps } from 'graphiql';
import { readEvents } from '../graph/event-stream.ts';
import { nameOf } from '../session/caller-name.ts';
import type { Session } from '../session/session.ts';
import { withoutAdditions } from './answer-extensions.ts';
import type { ExecutionBody } from './answer-findings.ts';
import type { Answer, AnswerLog } from './answer-log.ts';
import { createAdder, readParts } from './answer-parts.ts';
import { kindOf, withOwnName } from './asked-operation.ts';

type Fetcher = GraphiQLProps['fetcher'];
type Operation = Parameters<Fetcher>[0];

const ACCEPT = 'multipart/mixed;incrementalSpec=v0.2, application/graphql-response+json, application/json;q=0.9';
const ACCEPT_EVENTS = 'text/event-stream, application/graphql-response+json;q=0.9';
/** What the panels beside the result show. Whoever may not see the fetches is not told, and not refused. */
const ADDITIONS = { 'gordian-trace': '1', 'x-gordian-metadata': 'summary' };
const GIVE_UP_AFTER_MS = 60_000;
const INTROSPECTION = 'IntrospectionQuery';

export function createFetcher(endpoint: string, session: Session, log: AnswerLog): Fetcher {
  let latest: Operation | null = null;

  return async (asked) => {
    if (asked.operationName === INTROSPECTION) return result(await wholeOf(ask(endpoint, session, asked)));
    const operation = withOwnName(asked);
    latest = operation;
    log.record({ kind: 'running', asked: operation });
    const note = (answer: Answer) => {
      if (latest === operation) log.record({ kind: 'answered', answer });
    };
    if (kindOf(operation) === 'subscription') return listening(endpoint, session, operation, note);
    return showing(ask(endpoint, session, operation), note);
  };
}

/** The answers of a subscription; the viewer who stops it ends the request, also while no event comes. */
function listening(endpoint: string, session: Session, operation: Operation, note: (answer: Answer) => void) {
  const stopped = new AbortController();
  const answers = answersOf(endpoint, session, operation, note, stopped.signal);
  return {
    next: () => answers.next(),
    return: () => {
      stopped.abort();
      return answers.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* answersOf(
  endpoint: string,
  session: Session,
  operation: Operation,
  note: (answer: Answer) => void,
  stopped: AbortSignal,
): AsyncGenerator<ReturnType<typeof JSON.parse>> {
  const startedAt = performance.now();
  const facts = {
    asked: operation,
    httpStatus: 0,
    requestId: null as string | null,
    askedAs: nameOf(session.state.get()),
  };
  const noted = (body: ExecutionBody) => {
    const bytes = new Blob([JSON.stringify(body)]).size;
    const answer = { ...facts, durationMs: performance.now() - startedAt, bytes, body };
    note(answer);
    return result(answer);
  };
  try {
    const response = await post(endpoint, await session.authorization(), operation, ACCEPT_EVENTS, stopped);
    Object.assign(facts, { httpStatus: response.status, requestId: response.headers.get('x-request-id') });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (!isStream || !response.body) return yield noted(parseBody(await response.text(), response.status));
    for await (const event of readEvents<ExecutionBody>(response.body)) yield noted(event);
  } catch (error) {
    if (stopped.aborted) noted({});
    else yield noted(failure(explain(error as Error)));
  }
}

type Answers = AsyncGenerator<Answer, Answer>;

/** An answer that comes in parts is shown as it grows, and noted when it is whole. */
async function showing(answers: Answers, note: (answer: Answer) => void) {
  const first = await answers.next();
  if (first.done) note(first.value);
  return first.done ? result(first.value) : growing(first.value, answers, note);
}

async function* growing(first: Answer, answers: Answers, note: (answer: Answer) => void) {
  yield result(first);
  let next = await answers.next();
  for (; !next.done; next = await answers.next()) yield result(next.value);
  note(next.value);
  yield result(next.value);
}

async function wholeOf(answers: Answers): Promise<Answer> {
  let next = await answers.next();
  while (!next.done) next = await answers.next();
  return next.value;
}

/** Yields what is there of an answer in parts; returns the whole. */
async function* ask(endpoint: string, session: Session, operation: Operation): Answers {
  const startedAt = performance.now();
  const askedAs = nameOf(session.state.get());
  const durationMs = () => performance.now() - startedAt;
  try {
    const response = await post(endpoint, await session.authorization(), operation);
    const requestId = response.headers.get('x-request-id');
    const facts = { asked: operation, httpStatus: response.status, requestId, askedAs };
    if (response.body && response.headers.get('content-type')?.startsWith('multipart/mixed')) {
      const add = createAdder();
      for await (const part of readParts(response.body)) {
        const body = add(part);
        const answer = { ...facts, durationMs: durationMs(), bytes: new Blob([JSON.stringify(body)]).size, body };
        if (!part.hasNext) return answer;
        yield answer;
      }
      throw new Error('The connection ended before the last part of the answer.');
    }
    const text = await response.text();
    const body = parseBody(text, response.status);
    return { ...facts, durationMs: durationMs(), bytes: new Blob([text]).size, body };
  } catch (error) {
    const body = failure(explain(error as Error));
    return { asked: operation, httpStatus: 0, durationMs: durationMs(), bytes: 0, requestId: null, askedAs, body };
  }
}

function post(
  endpoint: string,
  authorization: string | null,
  operation: Operation,
  accept = ACCEPT,
  signal = AbortSignal.timeout(GIVE_UP_AFTER_MS),
): Promise<Response> {
  return fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...ADDITIONS, ...(authorization && { authorization }) },
    body: JSON.stringify(operation),
    signal,
  });
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

/** Data before errors: the errors are listed under the result. The type of GraphiQL asks for more than the specification promises. */
function result({ body }: Answer) {
  const { data, errors, ...rest } = withoutAdditions(body);
  return { ...(data !== undefined && { data }), ...(errors && { errors }), ...rest } as ReturnType<typeof JSON.parse>;
}
