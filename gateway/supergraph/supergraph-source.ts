// Where the supergraph comes from: the registry over HTTP, or a file. Both give an artefact, or null when it is the one already known.
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'undici';
import { z } from 'zod';
import { GordianError } from '../../kit/errors.ts';
import { artefactId, type SupergraphArtefact } from '../../schema/artefact.ts';

export interface SupergraphSource {
  /** For messages: names the place without credentials. */
  readonly description: string;
  /** @returns null when the artefact `knownId` is still the current one
   *  @throws GordianError NOT_READY when the source cannot be reached or has nothing yet */
  load(knownId: string | null): Promise<SupergraphArtefact | null>;
}

/** The largest supergraphs that are known have some megabytes. */
const bounded = new Agent({ maxResponseSize: 64 * 1024 * 1024 });

/** @param accessToken gives the bearer token for the registry */
export function registrySource(registryUrl: string, accessToken: () => Promise<string>): SupergraphSource {
  const description = `the registry at ${new URL(registryUrl).host}`;
  return {
    description,
    async load(knownId) {
      try {
        const answer = await request(new URL('/registry/supergraph', registryUrl), {
          headers: {
            authorization: `Bearer ${await accessToken()}`,
            ...(knownId ? { 'if-none-match': `"${knownId}"` } : {}),
          },
          dispatcher: bounded,
          headersTimeout: 5_000,
          bodyTimeout: 10_000,
        });
        if (answer.statusCode === 304) {
          await answer.body.dump();
          return null;
        }
        if (answer.statusCode !== 200) {
          await answer.body.dump();
          throw new Error(`it answered with status ${answer.statusCode}`);
        }
        const artefact = parseArtefact(await answer.body.json());
        return artefact.id === knownId ? null : artefact;
      } catch (error) {
        throw new GordianError('NOT_READY', `No supergraph from ${description}: ${(error as Error).message}`, {
          cause: error,
        });
      }
    },
  };
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
      return id === knownId ? null : { id, publishedAt: new Date().toISOString(), supergraphSdl, classifications: {} };
    },
  };
}

const artefactShape = z.object({
  id: z.string().min(1),
  publishedAt: z.string(),
  supergraphSdl: z.string().min(1),
  classifications: z.record(
    z.string(),
    z.object({
      level: z.enum(['PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'RESTRICTED']),
      tags: z.array(z.string()),
      product: z.string(),
      domain: z.string(),
      derivedFrom: z.array(z.string()).exactOptional(),
      residency: z.array(z.string()).exactOptional(),
      purposes: z.array(z.string()).exactOptional(),
      legalHold: z.literal(true).exactOptional(),
      rowFiltered: z.literal(true).exactOptional(),
    }),
  ),
});

/** An artefact from outside the process is believed only after its shape and its id are checked. */
export function parseArtefact(value: unknown): SupergraphArtefact {
  const artefact = artefactShape.parse(value);
  if (artefact.id !== artefactId(artefact.supergraphSdl, artefact.classifications))
    throw new Error('the artefact does not match its own id');
  return artefact;
}
