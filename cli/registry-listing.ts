// What is registered, as the registry lists it.
import { request } from 'undici';
import { z } from 'zod';
import { GordianError } from '../kit/errors.ts';
import { failureOf, type RegistryAccess } from './registry-client.ts';

const listing = z.object({
  variant: z.string(),
  /** Of the newest registration of the variant; 0 before the first. */
  registration: z.number(),
  subgraphs: z.array(
    z.object({
      name: z.string(),
      /** Told to publishers only. */
      url: z.string().optional(),
      /** As schema/subgraph-digest.ts makes it. */
      digest: z.string(),
      sourceRevision: z.string(),
      registeredBy: z.string(),
      registeredAt: z.string(),
      registration: z.number(),
    }),
  ),
});

export type RegistryListing = z.infer<typeof listing>;
export type ListedSubgraph = RegistryListing['subgraphs'][number];

/** @throws GordianError NOT_READY when no registry answers, and with the registry's own code when it refuses */
export async function listRegistered({ url, token }: RegistryAccess, variant: string): Promise<RegistryListing> {
  const target = new URL('/registry/subgraphs', url);
  target.searchParams.set('variant', variant);
  const answer = await request(target, {
    headers: { authorization: `Bearer ${token}` },
    headersTimeout: 60_000,
  }).catch((cause: Error) => {
    throw new GordianError('NOT_READY', `No registry answers at ${url.origin}. Name another one with --registry.`, {
      cause,
    });
  });
  const body = await answer.body.json().catch(() => ({}));
  if (answer.statusCode !== 200) throw failureOf(body as Parameters<typeof failureOf>[0], url);
  const read = listing.safeParse(body);
  if (read.success) return read.data;
  throw new GordianError(
    'NOT_READY',
    `What answers at ${url.origin} lists no subgraphs: it is no registry of this version.`,
  );
}
