// The public keys of the registry, for whoever sets up a gateway.
import type { FastifyInstance } from 'fastify';
import { GordianError } from '../../../kit/errors.ts';
import type { ArtefactSigner } from './sign-artefact.ts';

export function addSigningRoutes(app: FastifyInstance, signer: ArtefactSigner | null): void {
  app.get('/registry/keys', async (_request, reply) => {
    if (signer === null)
      throw new GordianError('NOT_FOUND', 'This registry does not sign: it has no GORDIAN_SIGNING_KEY_FILE.');
    reply.header('cache-control', 'public, max-age=60');
    return { keys: signer.keys };
  });
}
