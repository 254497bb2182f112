// The whole chain of the audit, from the metadata service that keeps it.
import type { Readable } from 'node:stream';
import { request } from 'undici';
import { GordianError } from '../../../kit/errors.ts';

/** @throws GordianError FORBIDDEN, or NOT_READY when nobody answers who keeps the chain */
export async function downloadChain({ url, token }: { readonly url: URL; readonly token: string }): Promise<Readable> {
  const answer = await request(new URL('/audit/export', url), {
    headers: { authorization: `Bearer ${token}` },
    bodyTimeout: 0,
  }).catch((cause: Error) => {
    throw new GordianError('NOT_READY', `No metadata service answers at ${url.origin}; name another with --registry.`, {
      cause,
    });
  });
  if (answer.statusCode === 200) return answer.body;
  await answer.body.dump();
  if (answer.statusCode === 401 || answer.statusCode === 403)
    throw new GordianError('FORBIDDEN', 'The export needs an access token with the scope gordian:audit:read.');
  throw new GordianError(
    'NOT_READY',
    answer.statusCode === 404
      ? `What answers at ${url.origin} does not keep the chain. Name the metadata service, not the gateway: --registry http://127.0.0.1:4006`
      : `The metadata service at ${url.origin} answered with status ${answer.statusCode}.`,
  );
}
