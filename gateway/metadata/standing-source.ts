// Where the standing of products comes from: the registry over HTTP.
import { Agent, request } from 'undici';
import { z } from 'zod';
import type { StandingSnapshot } from '../../schema/standing.ts';

export interface StandingSource {
  /** @returns null when the version is still the known one */
  load(knownVersion: string | null, signal: AbortSignal): Promise<StandingSnapshot | null>;
}

const snapshotShape = z.object({
  version: z.string().min(1),
  products: z.array(
    z.object({
      id: z.string().min(1),
      version: z.string(),
      status: z.string(),
      latest: z.string(),
      freshness: z.array(
        z.object({
          element: z.string(),
          promiseSeconds: z.number().positive().nullable(),
          newest: z.iso.datetime({ offset: true }).nullable(),
        }),
      ),
      health: z.string(),
      openIncidents: z.int().min(0),
      deprecations: z.array(
        z.object({
          coordinate: z.string(),
          reason: z.string(),
          replacement: z.string().nullable(),
          sunsetAt: z.string().nullable(),
        }),
      ),
      pins: z.array(z.object({ consumer: z.string(), range: z.string() })),
    }),
  ),
});

const timeoutMs = 5_000;
/** Of ten thousand products with their history. */
const bounded = new Agent({ maxResponseSize: 64 * 1024 * 1024 });

/** @param accessToken gives the bearer token of this gateway */
export function registryStanding(registryUrl: string, accessToken: () => Promise<string>): StandingSource {
  return {
    async load(knownVersion, signal) {
      const answer = await request(new URL('/registry/standing', registryUrl), {
        headers: {
          authorization: `Bearer ${await accessToken()}`,
          ...(knownVersion !== null && { 'if-none-match': `"${knownVersion}"` }),
        },
        dispatcher: bounded,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        signal,
      });
      if (answer.statusCode === 200) return snapshotShape.parse(await answer.body.json());
      await answer.body.dump();
      if (answer.statusCode === 304 && knownVersion !== null) return null;
      throw new Error(`it answered with status ${answer.statusCode}`);
    },
  };
}
