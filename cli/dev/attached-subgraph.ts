// A subgraph that somebody runs himself, in any language: what it serves is asked of it, by the field that the federation
// specification gives every subgraph. Its contract stands in the project, as that of every subgraph.
import { request } from 'undici';
import { GordianError } from '../../kit/errors.ts';

const timeoutMs = 5_000;
const query = '{ _service { sdl } }';

/** @throws GordianError SUBGRAPH_ERROR saying what answered in place of a subgraph, or that nothing did */
export async function readServedSdl(name: string, url: string): Promise<string> {
  const body = await ask(url).catch((error: Error) => {
    throw failure(`Nothing answers at ${url} (${error.message}). Start ${name} there; it is asked again.`, error);
  });
  const sdl = (body as Served | null)?.data?._service?.sdl;
  if (typeof sdl === 'string' && sdl.trim() !== '') return sdl;
  const [first] = (body as Served | null)?.errors ?? [];
  throw failure(
    `What answers at ${url} is no subgraph: ${query} brings no SDL${first?.message ? ` but "${first.message}"` : ''}. Its library must serve the federation fields.`,
  );
}

interface Served {
  readonly data?: { readonly _service?: { readonly sdl?: unknown } };
  readonly errors?: readonly { readonly message?: string }[];
}

async function ask(url: string): Promise<unknown> {
  const { body } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query }),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  return JSON.parse(await body.text().catch(() => 'null')) as unknown;
}

function failure(message: string, cause?: unknown): GordianError {
  return new GordianError('NOT_READY', message, { cause });
}
