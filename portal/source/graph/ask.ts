// The one place where pages ask the gateway. An answer may lack fields that are denied or failed: its problems say which. When there
// is no answer at all, it throws.

import type { Portal } from '../shell/portal-context.ts';
import { NoAnswer, type Problem, problemsOf } from './problem.ts';
import type { TypedDocument } from './typed-document.ts';

export interface Answer<Data> {
  readonly data: Data;
  readonly problems: readonly Problem[];
  /** Of the supergraph that answered (header `gordian-generation`). */
  readonly generation: string | null;
}

/** An answer as it is sent. */
export interface Body<Data> {
  readonly data?: Data | null;
  readonly errors?: Parameters<typeof problemsOf>[0];
}

const GIVE_UP_AFTER_MS = 30_000;

/** @throws NoAnswer, or AbortError when the signal ends it */
export async function ask<Data, Variables>(
  portal: Portal,
  document: TypedDocument<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Answer<Data>> {
  const timeout = AbortSignal.timeout(GIVE_UP_AFTER_MS);
  try {
    const response = await post(portal, document, variables, {
      accept: 'application/graphql-response+json, application/json;q=0.9',
      authorization: await authorizationOf(portal),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const { data, errors } = await bodyOf<Data>(response);
    const problems = problemsOf(errors);
    if (!data)
      throw new NoAnswer(problems[0]?.message ?? `The gateway answered ${response.status} without data.`, problems);
    return { data, problems, generation: response.headers.get('gordian-generation') };
  } catch (error) {
    if (signal?.aborted) throw error;
    throw noAnswer(error as Error);
  }
}

/** A token that could not be renewed now may be in a moment; a session that has ended stays so. */
async function authorizationOf({ session }: Portal): Promise<string | null> {
  try {
    return await session.authorization();
  } catch (error) {
    throw new NoAnswer((error as Error).message, [], !session.state.get().ended);
  }
}

interface Sending {
  readonly accept: string;
  readonly authorization: string | null;
  readonly signal: AbortSignal;
}

/** Sends a document; whoever calls reads the response. */
export function post<Data, Variables>(
  { config }: Portal,
  { text, operationName }: TypedDocument<Data, Variables>,
  variables: Variables,
  { accept, authorization, signal }: Sending,
): Promise<Response> {
  return fetch(config.endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...(authorization && { authorization }) },
    body: JSON.stringify({ query: text, operationName, variables }),
    signal,
  });
}

async function bodyOf<Data>(response: Response): Promise<Body<Data>> {
  // A connection that is lost half-way throws as one that was never made.
  const text = await response.text();
  try {
    return JSON.parse(text) as Body<Data>;
  } catch {
    throw new NoAnswer(
      `Something answered ${response.status} without JSON. Is a proxy between this page and the gateway?`,
      [],
      response.status >= 500,
    );
  }
}

export function noAnswer(error: Error): NoAnswer {
  if (error instanceof NoAnswer) return error;
  if (error.name === 'TimeoutError')
    return new NoAnswer('No answer within 30 seconds. Try again; the log of the gateway says more.', [], true);
  if (error instanceof TypeError)
    return new NoAnswer('The gateway does not answer. Is it running? Try again in a moment.', [], true);
  return new NoAnswer(error.message);
}
