// What GraphiQL calls to run an operation. GraphiQL writes whatever comes into the tab that is open at that moment; so it gets only
// what belongs there, and the rest goes into the log, from which its own tab shows it.

import type { GraphiQLProps } from 'graphiql';
import type { Session } from '../session/session.ts';
import type { AnswerLog, Recording } from './answer-log.ts';
import { shownResult } from './answer-text.ts';
import { type Arrival, askGateway, type Question } from './ask-gateway.ts';
import { kindOf, withOwnName } from './asked-operation.ts';

type Fetcher = GraphiQLProps['fetcher'];
type Result = ReturnType<typeof shownResult>;

const INTROSPECTION = 'IntrospectionQuery';
const NEVER = new AbortController().signal;

export function createFetcher(endpoint: string, session: Session, log: AnswerLog): Fetcher {
  return async (asked) => {
    const question = { endpoint, session, operation: withOwnName(asked) };
    if (asked.operationName === INTROSPECTION) {
      const first = await askGateway({ ...question, signal: NEVER }).next();
      return shownResult((first.value as Arrival).answer);
    }
    const recording = log.begin(question.operation);
    const kind = kindOf(question.operation);
    if (kind === 'subscription') return listening(question, recording);
    // A change that is under way is made, whoever the viewer becomes.
    const signal = kind === 'mutation' ? NEVER : recording.forgotten;
    return answering(recorded(askGateway({ ...question, signal }), recording), recording);
  };
}

async function* recorded(arrivals: AsyncGenerator<Arrival>, recording: Recording): AsyncGenerator<Arrival> {
  for await (const arrival of arrivals) {
    if (arrival.isWhole) recording.answered(arrival.answer);
    yield arrival;
  }
}

/** The viewer who stops a subscription, or leaves its tab, ends the request, also while no event comes. */
function listening(question: Omit<Question, 'signal'>, recording: Recording): AsyncIterableIterator<Result> {
  const stopped = new AbortController();
  const signal = AbortSignal.any([stopped.signal, recording.forgotten]);
  const stop = () => {
    stopped.abort();
    recording.ended('It was stopped before an event came. Run it again to listen.');
  };
  return untilLeft(recorded(askGateway({ ...question, signal }), recording), recording, stop);
}

async function answering(arrivals: AsyncGenerator<Arrival>, recording: Recording) {
  const { value: first, done } = await arrivals.next();
  // GraphiQL has been told to stop, and waits for nothing any more.
  if (done || (first.isWhole && !recording.isShown())) return new Promise<never>(() => {});
  if (first.isWhole) return shownResult(first.answer);
  const parts = (async function* () {
    yield first;
    yield* arrivals;
  })();
  return untilLeft(parts, recording, () => void readOn(arrivals));
}

/** Whoever comes back to the tab finds the whole answer. */
async function readOn(arrivals: AsyncGenerator<Arrival>): Promise<void> {
  for await (const _ of arrivals);
}

/**
 * Ends at once when GraphiQL leaves it. A generator would end when its next value has come, and GraphiQL would take the end of this
 * operation for that of another, which was run meanwhile.
 */
function untilLeft(
  arrivals: AsyncGenerator<Arrival>,
  recording: Recording,
  leave: () => void,
): AsyncIterableIterator<Result> {
  const end: IteratorResult<Result> = { done: true, value: undefined };
  let resolve: (end: IteratorResult<Result>) => void;
  const left = new Promise<IteratorResult<Result>>((settle) => {
    resolve = settle;
  });
  async function next(): Promise<IteratorResult<Result>> {
    const { value, done } = await arrivals.next();
    return done || !recording.isShown() ? end : { done: false, value: shownResult(value.answer) };
  }
  return {
    next: () => Promise.race([left, next()]),
    return() {
      leave();
      resolve(end);
      return left;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
