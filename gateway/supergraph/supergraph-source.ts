// Where the supergraph comes from: the registry over HTTP, or a file. Both give an artefact, or null when it is the one already known.
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'undici';
import { GordianError } from '../../kit/errors.ts';
import { toldVersions } from '../../kit/told-versions.ts';
import { artefactId, type SupergraphArtefact, signatureHeader } from '../../schema/artefact.ts';
import { parseArtefact } from './parse-artefact.ts';
import type { ArtefactTrust, ReceivedArtefact } from './verify-artefact.ts';

export interface SupergraphSource {
  /** For messages: names the place without credentials. */
  readonly description: string;
  /** @returns null when the artefact `knownId` is still the current one
   *  @throws GordianError NOT_READY when the source cannot be reached or has nothing yet, SUPERGRAPH_UNTRUSTED for what nobody vouches for */
  load(knownId: string | null): Promise<LoadedSupergraph | null>;
  /** The id of the newest artefact, after every publication and every second or so; ends or throws when the source is lost. */
  newest?(signal: AbortSignal): AsyncIterable<string>;
}

export interface LoadedSupergraph {
  readonly artefact: SupergraphArtefact;
  /** As it came; null when it did not come as an artefact. */
  readonly received: ReceivedArtefact | null;
}

export interface RegistrySettings {
  readonly url: string;
  /** Of the graph, such as `prod`. */
  readonly variant: string;
}

/** The largest supergraphs that are known have some megabytes. */
const bounded = new Agent({ maxResponseSize: 64 * 1024 * 1024 });

/** @param accessToken gives the bearer token for the registry */
export function registrySource(
  { url, variant }: RegistrySettings,
  accessToken: () => Promise<string>,
  trust: ArtefactTrust,
): SupergraphSource {
  const description = `the registry at ${new URL(url).host}`;
  const ofVariant = (path: string): URL => {
    const target = new URL(path, url);
    target.searchParams.set('variant', variant);
    return target;
  };
  return {
    description,
    async load(knownId) {
      try {
        const received = await receive(ofVariant('/registry/supergraph'), knownId, await accessToken());
        if (received === null) return null;
        const artefact = await parseArtefact(await trust.open(received), variant);
        return artefact.id === knownId ? null : { artefact, received };
      } catch (error) {
        if (error instanceof GordianError && error.code === 'SUPERGRAPH_UNTRUSTED') throw error;
        throw new GordianError('NOT_READY', `No supergraph from ${description}: ${(error as Error).message}`, {
          cause: error,
        });
      }
    },
    async *newest(signal) {
      yield* toldVersions(ofVariant('/registry/supergraph/stream'), `Bearer ${await accessToken()}`, signal);
    },
  };
}

/** @returns null when it is still the known one */
async function receive(url: URL, knownId: string | null, accessToken: string): Promise<ReceivedArtefact | null> {
  const answer = await request(url, {
    headers: { authorization: `Bearer ${accessToken}`, ...(knownId && { 'if-none-match': `"${knownId}"` }) },
    dispatcher: bounded,
    headersTimeout: 5_000,
    bodyTimeout: 10_000,
  });
  if (answer.statusCode === 200)
    return { text: await answer.body.text(), signature: answer.headers[signatureHeader]?.toString() ?? null };
  await answer.body.dump();
  if (answer.statusCode === 304) return null;
  throw new Error(`it answered with status ${answer.statusCode}`);
}

/** A supergraph SDL file, for a gateway that runs alone; no contracts, so nothing is classified. */
export function fileSource(path: string): SupergraphSource {
  return {
    description: `the file ${path}`,
    async load(knownId) {
      const supergraphSdl = await readFile(path, 'utf8').catch((error: Error) => {
        throw new GordianError('NOT_READY', `Cannot read the supergraph file ${path}: ${error.message}`, {
          cause: error,
        });
      });
      const id = artefactId(supergraphSdl, {});
      if (id === knownId) return null;
      const artefact = { id, publishedAt: new Date().toISOString(), supergraphSdl, classifications: {} };
      return { artefact, received: null };
    },
  };
}
