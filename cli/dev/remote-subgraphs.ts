// The subgraphs of a graph that runs elsewhere, as its registry has them: where they are, what they serve, what their contracts say.
import { request } from 'undici';
import { z } from 'zod';
import { GordianError } from '../../kit/errors.ts';
import type { SubgraphFolder } from '../../schema/subgraph-folders.ts';
import type { RegistryAccess } from '../registry-client.ts';

export interface RemoteSubgraph extends SubgraphFolder {
  readonly url: string;
}

const text = z.string().min(1);
const answer = z.object({
  subgraphs: z.array(
    z.object({
      name: text,
      url: z.url(),
      sdl: text,
      sdlFile: text,
      contracts: z.array(z.object({ file: text, text })),
    }),
  ),
});

/** @throws GordianError NOT_READY when no registry answers, UNAUTHENTICATED or FORBIDDEN as it says, NOT_FOUND for an empty variant */
export async function readRemoteSubgraphs({ url, token }: RegistryAccess, variant: string): Promise<RemoteSubgraph[]> {
  const route = new URL('/registry/sources', url);
  route.searchParams.set('variant', variant);
  const { statusCode, body } = await request(route, { headers: { authorization: `Bearer ${token}` } }).catch(
    (cause) => {
      throw new GordianError('NOT_READY', `No registry answers at ${url.origin}. Is --remote right?`, { cause });
    },
  );
  const received = await body.json().catch(() => null);
  if (statusCode === 401 || statusCode === 403)
    throw new GordianError(
      statusCode === 401 ? 'UNAUTHENTICATED' : 'FORBIDDEN',
      `The registry at ${url.origin} does not show its subgraphs to this token. It needs the scope gordian:contract:write: bring another with --token or GORDIAN_TOKEN.`,
    );
  const read = answer.safeParse(received);
  if (statusCode !== 200 || !read.success)
    throw new GordianError('NOT_READY', `What answers at ${route.href} is no registry (${statusCode}).`);
  const { subgraphs } = read.data;
  if (subgraphs.length === 0)
    throw new GordianError('NOT_FOUND', `Nothing is registered in the variant ${variant} at ${url.origin}.`);
  return subgraphs.map(({ sdlFile, ...subgraph }) => ({ ...subgraph, file: sdlFile }));
}
