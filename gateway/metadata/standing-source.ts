// Where the standing of products comes from: the registry over HTTP.
import { z } from 'zod';
import { readVersioned } from '../../kit/versioned-json.ts';
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

/** @param accessToken gives the bearer token of this gateway */
export function registryStanding(registryUrl: string, accessToken: () => Promise<string>): StandingSource {
  const url = new URL('/registry/standing', registryUrl);
  return {
    async load(knownVersion, signal) {
      const answer = await readVersioned(url, { accessToken, knownVersion, timeoutMs, signal });
      return answer === null ? null : snapshotShape.parse(answer);
    },
  };
}
