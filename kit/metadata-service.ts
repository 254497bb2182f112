// How a domain's process speaks to the metadata service: JSON with its own service token, within a bounded time.
import { request } from 'undici';
import { GordianError } from './errors.ts';
import type { ServiceToken } from './service-token.ts';

export interface MetadataService {
  /** @returns the body of the answer @throws GordianError SUBGRAPH_ERROR for anything but a success */
  post(path: string, body: object): Promise<unknown>;
}

export function createMetadataService(url: string, token: ServiceToken): MetadataService {
  return {
    post: async (path, body) => {
      const answer = await request(new URL(path, url), {
        method: 'POST',
        headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        headersTimeout: 5_000,
        bodyTimeout: 5_000,
      });
      const text = await answer.body.text();
      if (answer.statusCode < 300) return text === '' ? null : JSON.parse(text);
      throw new GordianError('SUBGRAPH_ERROR', `Metadata refused ${path} with status ${answer.statusCode}.`);
    },
  };
}
