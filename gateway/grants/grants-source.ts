// Where grants come from: the metadata service over HTTP, asked for all that is live, listened to for news, and told what this
// gateway has applied and used.
import { request } from 'undici';
import { z } from 'zod';
import { toldVersions } from '../../kit/told-versions.ts';
import { readVersioned } from '../../kit/versioned-json.ts';

export interface GrantsSource {
  /** @returns null when the version is still the known one */
  load(knownVersion: string | null, signal: AbortSignal): Promise<GrantsSnapshot | null>;
  /** The version now, after every change, and every second or so; ends or throws when the source is lost. */
  versions(signal: AbortSignal): AsyncIterable<string>;
  report(report: GrantsReport): Promise<void>;
}

/** All that is live, of everybody. */
export type GrantsSnapshot = z.infer<typeof snapshotShape>;
export type HeldGrant = GrantsSnapshot['grants'][number];

export interface GrantsReport {
  readonly applied: readonly string[];
  readonly used: readonly { readonly id: string; readonly at: string }[];
}

const snapshotShape = z.object({
  version: z.string().min(1),
  grants: z.array(
    z.object({
      id: z.string().min(1),
      issuer: z.string(),
      subject: z.string().min(1),
      targets: z.array(z.string()),
      outcome: z.enum(['ALLOW', 'MASK']),
      /** Null for a broken glass. */
      purpose: z.string().nullable(),
      validUntil: z.number(),
      /** Of a broken glass; null for a grant. */
      ticket: z.string().nullable(),
    }),
  ),
});

/** Long before what is known is too old to be honoured. */
const timeoutMs = 3_000;

/** @param accessToken gives the bearer token of this gateway */
export function metadataGrants(metadataUrl: string, accessToken: () => Promise<string>): GrantsSource {
  const place = (path: string) => new URL(path, metadataUrl);
  return {
    async load(knownVersion, signal) {
      const answer = await readVersioned(place('/access/grants'), { accessToken, knownVersion, timeoutMs, signal });
      return answer === null ? null : snapshotShape.parse(answer);
    },

    async *versions(signal) {
      yield* toldVersions(place('/access/grants/stream'), `Bearer ${await accessToken()}`, signal);
    },

    async report(report) {
      const answer = await request(place('/access/grants/report'), {
        method: 'POST',
        headers: { authorization: `Bearer ${await accessToken()}`, 'content-type': 'application/json' },
        body: JSON.stringify(report),
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      });
      await answer.body.dump();
      if (answer.statusCode !== 202) throw new Error(`a report was answered with status ${answer.statusCode}`);
    },
  };
}
