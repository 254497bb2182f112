// Registers every subgraph folder with the registry over HTTP, as a domain's CI would.
import { request } from 'undici';
import { GordianError } from '../../kit/errors.ts';
import { formatProblems, type Problem } from '../../schema/problem.ts';
import type { SubgraphFolder } from '../../schema/subgraph-folders.ts';

export interface Registration {
  readonly metadataUrl: string;
  readonly accessToken: string;
  readonly folders: readonly SubgraphFolder[];
  /** Where the gateway will find a subgraph. */
  readonly urlOf: (subgraph: string) => string;
  /** The commit, or what stands for it. */
  readonly sourceRevision: string;
}

/** Findings about what was sent have places in files; every other refusal is an error like those of GraphQL. */
interface RegistryAnswer {
  readonly code?: string;
  readonly problems?: readonly Problem[];
  readonly errors?: readonly { readonly message: string }[];
}

/** @throws GordianError CONTRACT_INVALID or COMPOSITION_FAILED with every problem by file and line, NOT_READY when the registry does not answer */
export async function registerSubgraphs({
  metadataUrl,
  accessToken,
  folders,
  urlOf,
  sourceRevision,
}: Registration): Promise<void> {
  const subgraphs = folders.map(({ name, file, sdl, contracts }) => ({
    name,
    url: urlOf(name),
    sdl,
    sdlFile: file,
    contracts,
  }));
  const answer = await request(new URL('/registry/register', metadataUrl), {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subgraphs, sourceRevision }),
    headersTimeout: 60_000,
  });
  const body = (await answer.body.json()) as RegistryAnswer;
  if (answer.statusCode < 300) return;
  if (body.problems)
    throw new GordianError(
      body.code === 'COMPOSITION_FAILED' ? 'COMPOSITION_FAILED' : 'CONTRACT_INVALID',
      formatProblems(body.problems),
    );
  throw new GordianError(
    'NOT_READY',
    `The registry refused the registration with status ${answer.statusCode}: ${body.errors?.[0]?.message ?? ''}`,
  );
}
