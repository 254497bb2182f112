// Where grants come from: the metadata service over HTTP, asked for all that is live, listened to for news, and told what this
// gateway has applied and used.
import { Agent, request } from 'undici';
import { z } from 'zod';
import { toldVersions } from '../../kit/told-versions.ts';

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
const bounded = new Agent({ maxResponseSize: 64 * 1024 * 1024 });

/** @param accessToken gives the bearer token of this gateway */
export function metadataGrants(metadataUrl: string, accessToken: () => Promise<string>): GrantsSource {
  const headers = async (more: Record<string, string> = {}) => ({
    authorization: `Bearer ${await accessToken()}`,
    ...more,
  });

  return {
    async load(knownVersion, signal) {
      const answer = await request(new URL('/access/grants', metadataUrl), {
        headers: await headers(knownVersion === null ? {} : { 'if-none-match': `"${knownVersion}"` }),
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

    async *versions(signal) {
      yield* toldVersions(new URL('/access/grants/stream', metadataUrl), `Bearer ${await accessToken()}`, signal);
    },

    async report(report) {
      const answer = await request(new URL('/access/grants/report', metadataUrl), {
        method: 'POST',
        headers: await headers({ 'content-type': 'application/json' }),
        body: JSON.stringify(report),
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      });
      await answer.body.dump();
      if (answer.statusCode !== 202) throw new Error(`a report was answered with status ${answer.statusCode}`);
    },
  };
}
