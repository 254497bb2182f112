// Who asks the registry: a token that is given, or one that the identity provider gives for a client and its secret.
import { GordianError } from '../kit/errors.ts';
import { createServiceToken } from '../kit/service-token.ts';

export interface RegistryIdentity {
  readonly token?: string;
  readonly tokenUrl?: string;
  readonly clientId: string;
}

/** @throws GordianError UNAUTHENTICATED, SERVICE_TOKEN_UNAVAILABLE */
export async function registryToken(
  { token, tokenUrl, clientId }: RegistryIdentity,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const given = token ?? environment.GORDIAN_TOKEN;
  if (given) return given;
  const clientSecret = environment.GORDIAN_CLIENT_SECRET;
  if (tokenUrl && clientSecret) return createServiceToken({ tokenUrl, clientId, clientSecret })();
  throw new GordianError(
    'UNAUTHENTICATED',
    'The registry answers clients only: give --token or GORDIAN_TOKEN, or --token-url and GORDIAN_CLIENT_SECRET.',
  );
}
