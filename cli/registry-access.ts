// Where the registry is, and whom a verb tells it that it is.
import type { RegistryAccess } from './registry-client.ts';
import { type RegistryIdentity, registryToken } from './registry-token.ts';

/** As service-flags.ts has them. */
export interface AccessFlags extends RegistryIdentity {
  readonly registry: URL;
}

/** @throws GordianError UNAUTHENTICATED when nothing says who asks, and as the token endpoint refuses */
export async function registryAccess(flags: AccessFlags, environment: NodeJS.ProcessEnv): Promise<RegistryAccess> {
  return { url: flags.registry, token: await registryToken(flags, environment) };
}
