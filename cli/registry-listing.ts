// What is registered, as the registry lists it.
import { z } from 'zod';
import { GordianError } from '../kit/errors.ts';
import { type RegistryAccess, readRegistry } from './registry-client.ts';

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
export async function listRegistered(access: RegistryAccess, variant: string): Promise<RegistryListing> {
  const read = listing.safeParse(await readRegistry(access, 'subgraphs', { variant }));
  if (read.success) return read.data;
  throw new GordianError(
    'NOT_READY',
    `What answers at ${access.url.origin} lists no subgraphs: it is no registry of this version.`,
  );
}
