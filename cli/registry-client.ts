// Asks the registry over HTTP: the judgement on subgraphs, or their registration.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Dispatcher, request } from 'undici';
import { type ErrorCode, errorTable, GordianError } from '../kit/errors.ts';
import type { Bump, ContractChange } from '../schema/contract-changes/contract-change.ts';
import type { Problem } from '../schema/problem.ts';
import type { SubgraphFolder } from '../schema/subgraph-folders.ts';
import { writeNote } from './output.ts';

export interface RegistryAccess {
  /** Of the metadata service. */
  readonly url: URL;
  readonly token: string;
}

export interface RegistrySubmission {
  readonly folders: readonly SubgraphFolder[];
  /** Where the gateway finds a subgraph; null: where it is registered. */
  readonly urlOf: (subgraph: string) => string | null;
  /** The commit, or what stands for it. */
  readonly sourceRevision: string;
  /** Names of subgraphs that are to be in the graph no longer. */
  readonly remove?: readonly string[];
  /** `prod` when absent. */
  readonly variant?: string;
  /** The number of the registration that the publisher has seen; if another one came since, it is a conflict. */
  readonly onTopOf?: number;
  readonly force?: boolean;
  readonly acceptUnknown?: boolean;
  readonly reason?: string;
}

/** The part of the answer that is shown here. */
export interface RegistryAnswer {
  readonly ok: boolean;
  /** Of a refusal. */
  readonly code: string | null;
  readonly message?: string;
  /** `published` or `unchanged`, of a registration. */
  readonly status?: string;
  readonly variant?: string;
  /** The number of the registration in its variant. */
  readonly registration?: number;
  /** Errors and warnings. */
  readonly problems: readonly Problem[];
  readonly products: readonly CheckedProduct[];
  readonly summaryMarkdown: string;
}

export interface CheckedProduct {
  readonly product: string;
  readonly version: string;
  readonly previousVersion: string | null;
  readonly requiredBump: Bump;
  readonly changes: readonly CheckedChange[];
}

export interface CheckedChange extends ContractChange {
  readonly verdict: string;
  readonly affected: { readonly consumers: readonly { readonly consumer: string }[] };
}

const judgedStatus: ReadonlySet<number> = new Set([200, 409, 422]);

/** @throws GordianError NOT_READY when no registry answers, and with the registry's own code when it does not judge */
export async function askRegistry(
  access: RegistryAccess,
  route: 'check' | 'register',
  { folders, urlOf, ...submission }: RegistrySubmission,
  idempotencyKey?: string,
): Promise<RegistryAnswer> {
  const subgraphs = folders.map(({ name, file, sdl, contracts }) => {
    const routingUrl = urlOf(name);
    return { name, sdl, sdlFile: file, contracts, ...(routingUrl === null ? {} : { url: routingUrl }) };
  });
  return changeRegistry(access, route, { subgraphs, ...submission }, idempotencyKey);
}

/**
 * @param route of a change or of its check, such as `rollback` or `rollback/check`
 * @throws GordianError as askRegistry
 */
export async function changeRegistry(
  { url, token }: RegistryAccess,
  route: string,
  change: object,
  // One of its own where none is given: what is asked again is carried out once.
  idempotencyKey: string = randomUUID(),
): Promise<RegistryAnswer> {
  const body = JSON.stringify(change);
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'idempotency-key': idempotencyKey,
  };
  const answer = await patiently(() =>
    request(new URL(`/registry/${route}`, url), { method: 'POST', headers, body, headersTimeout: 60_000 }).catch(
      unanswered(url),
    ),
  );
  const told = (await answer.body.json().catch(() => ({}))) as Partial<RegistryAnswer> & Failure;
  if (!judgedStatus.has(answer.statusCode) || told.products === undefined) throw failureOf(told, url);
  const ok = answer.statusCode === 200 && told.ok !== false;
  const problems = told.problems ?? (told as { warnings?: readonly Problem[] }).warnings ?? [];
  return { summaryMarkdown: '', ...told, ok, code: told.code ?? null, problems, products: told.products };
}

/** One registration waits 8 s for another, and a registry that starts anew needs less than all of these together. */
const maxAttempts = 5;
/** Whatever something in between may say. */
const longestPauseS = 30;

/** Asks again as long as the registry says when. */
async function patiently(ask: () => Promise<Dispatcher.ResponseData>): Promise<Dispatcher.ResponseData> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask();
    const seconds = Math.min(Number(answer.headers['retry-after']), longestPauseS);
    if (answer.statusCode !== 503 || !(seconds >= 0) || attempt === maxAttempts) return answer;
    await answer.body.dump();
    writeNote(`The registry is busy or not there yet. Asking again in ${seconds} s.\n`);
    await pause(seconds * 1_000);
  }
}

/** What the registry says of itself. @throws GordianError NOT_READY when no registry answers, or its own code when it refuses */
export async function readRegistry(
  { url, token }: RegistryAccess,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<unknown> {
  const target = new URL(`/registry/${path}?${new URLSearchParams(query)}`, url);
  const answer = await request(target, {
    headers: { authorization: `Bearer ${token}` },
    headersTimeout: 60_000,
  }).catch(unanswered(url));
  const body = await answer.body.json().catch(() => ({}));
  if (answer.statusCode === 200) return body;
  throw failureOf(body as Failure, url);
}

function unanswered(url: URL): (cause: Error) => never {
  return (cause) => {
    throw new GordianError('NOT_READY', `No registry answers at ${url.origin}. Name another one with --registry.`, {
      cause,
    });
  };
}

export interface Failure {
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** What the registry says of a request that it refuses. */
export function failureOf({ errors = [] }: Failure, url: URL): GordianError {
  const [first] = errors;
  if (first === undefined) return new GordianError('NOT_READY', `What answers at ${url.origin} is no registry.`);
  const code = first.extensions?.code ?? '';
  return new GordianError(Object.hasOwn(errorTable, code) ? (code as ErrorCode) : 'INTERNAL', first.message);
}
