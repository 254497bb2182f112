// Asks a gateway over GraphQL, as the prompt needs it: one operation, its data, or an error of the table.
import { request } from 'undici';
import { type ErrorCode, errorTable, GordianError } from '../kit/errors.ts';

export interface GraphAccess {
  /** Of the gateway. */
  readonly url: URL;
  readonly token: string;
}

export interface GraphAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/** @throws GordianError with the code of the first error, NOT_READY when no gateway answers */
export async function askGraph<Data>(
  access: GraphAccess,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Data> {
  const { data, errors = [] } = await answerOf(access, query, variables);
  const [first] = errors;
  if (first === undefined && data) return data as Data;
  const { code, reason } = first?.extensions ?? {};
  const because = typeof reason === 'string' ? ` ${reason}` : '';
  throw new GordianError(codeOf(code), `${first?.message ?? 'The gateway gave no data.'}${because}`);
}

/** What the gateway answers, errors and all. @throws GordianError NOT_READY when no gateway answers */
export async function answerOf(
  { url, token }: GraphAccess,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<GraphAnswer> {
  const answer = await request(new URL('/graphql', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  }).catch((cause: Error) => {
    throw new GordianError('NOT_READY', `No gateway answers at ${url.origin}. Name another one with --url.`, { cause });
  });
  return readAnswer(answer, url);
}

async function readAnswer({ body }: Awaited<ReturnType<typeof request>>, url: URL): Promise<GraphAnswer> {
  return body.json().then(
    (answer) => answer as GraphAnswer,
    (cause: Error) => {
      throw new GordianError('NOT_READY', `What answers at ${url.origin} is no gateway.`, { cause });
    },
  );
}

function codeOf(code: unknown): ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorTable, code) ? (code as ErrorCode) : 'INTERNAL';
}
