// Whom a verb tells the registry that it is: a token, or a client that gets itself one.
import { GordianError } from '../kit/errors.ts';
import { createServiceToken } from '../kit/service-token.ts';
import type { RegistryAccess } from './registry-client.ts';

/** As service-flags.ts has them. */
export interface AccessFlags {
  readonly registry: URL;
  readonly token?: string;
  readonly tokenUrl?: string;
  readonly clientId: string;
}

/** @throws GordianError UNAUTHENTICATED when nothing says who asks, and as the token endpoint refuses */
export async function registryAccess(flags: AccessFlags, environment: NodeJS.ProcessEnv): Promise<RegistryAccess> {
  return { url: flags.registry, token: await tokenOf(flags, environment) };
}

async function tokenOf({ token, tokenUrl, clientId }: AccessFlags, environment: NodeJS.ProcessEnv): Promise<string> {
  const given = token ?? environment.GORDIAN_TOKEN;
  if (given) return given;
  const clientSecret = environment.GORDIAN_CLIENT_SECRET;
  if (tokenUrl && clientSecret) return createServiceToken({ tokenUrl, clientId, clientSecret })();
  throw new GordianError(
    'UNAUTHENTICATED',
    'The registry answers clients only: give --token or GORDIAN_TOKEN, or --token-url and GORDIAN_CLIENT_SECRET.',
  );
}
