// Asks the metadata service about operations of clients.
import { request } from 'undici';
import { GordianError } from '../../kit/errors.ts';
import { type Failure, failureOf } from '../registry-client.ts';

export interface OperationsAccess {
  /** Of the metadata service. */
  readonly url: URL;
  readonly token: string;
}

export interface OperationsAnswer {
  /** `published`, `unchanged`, `refused` or `retired`. */
  readonly status?: string;
  readonly operations?: readonly AnsweredOperation[];
}

export interface AnsweredOperation {
  readonly hash: string;
  readonly problems: readonly {
    readonly code: string;
    readonly message: string;
    readonly line: number;
    readonly column: number;
  }[];
  readonly deprecated: readonly {
    readonly coordinate: string;
    readonly reason: string;
    readonly replacement: string | null;
    readonly sunsetAt: string | null;
  }[];
}

/** @throws GordianError NOT_READY when no registry answers, and with the registry's own code when it refuses the request */
export async function askOperations(
  { url, token }: OperationsAccess,
  route: 'check' | 'publish' | 'retire',
  body: object,
): Promise<OperationsAnswer> {
  const answer = await request(new URL(`/operations/${route}`, url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    headersTimeout: 60_000,
  }).catch((cause: Error) => {
    throw new GordianError('NOT_READY', `No registry answers at ${url.origin}. Name another one with --registry.`, {
      cause,
    });
  });
  const read = (await answer.body.json().catch(() => ({}))) as OperationsAnswer & Failure;
  if (answer.statusCode === 200 || read.operations) return read;
  throw failureOf(read, url);
}
