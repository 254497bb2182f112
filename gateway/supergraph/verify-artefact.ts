// Whether a supergraph is one that the registry published: signed by one of its keys, for this variant, and no older than one that
// was believed before. Whoever keeps an artefact over a restart opens it first, so that nothing older than it is believed.
import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, flattenedVerify, type JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { GordianError } from '../../kit/errors.ts';
import { artefactTokenType } from '../../schema/artefact.ts';

/** An artefact as it came, from the registry or from disk. */
export interface ReceivedArtefact {
  /** The exact bytes of its JSON. */
  readonly text: string;
  /** A detached JWS over them; null when none came along. */
  readonly signature: string | null;
}

export interface ArtefactTrust {
  /**
   * @returns the JSON; its shape is not checked
   * @throws GordianError SUPERGRAPH_UNTRUSTED, and SyntaxError for what is no JSON
   */
  open(received: ReceivedArtefact): Promise<unknown>;
}

/** Without keys of the registry there is nothing to hold an artefact against. */
export const trustEverything: ArtefactTrust = { open: async ({ text }) => JSON.parse(text) as unknown };

export interface TrustSettings {
  /** JWKS file with the public keys of the registry; read again for each artefact, so that keys are changed while the gateway runs. */
  readonly publicKeysFile: string;
  readonly variant: string;
}

/** @throws GordianError CONFIG_INVALID when the file holds no keys */
export async function trustSigned({ publicKeysFile, variant }: TrustSettings): Promise<ArtefactTrust> {
  await readKeys(publicKeysFile);
  let newest = 0;
  return {
    async open({ text, signature }) {
      if (signature === null) throw untrusted('it is not signed');
      await verify(text, signature, createLocalJWKSet(await readKeys(publicKeysFile)));
      const value = JSON.parse(text) as unknown;
      const statement = statementShape.safeParse(value).data;
      if (statement === undefined) throw untrusted('what is signed names no variant and no sequence');
      if (statement.variant !== variant)
        throw untrusted(
          `it was published for the variant "${statement.variant}", and this gateway serves "${variant}"`,
        );
      if (statement.sequence < newest)
        throw untrusted(`it is publication ${statement.sequence}, and this gateway has believed ${newest}`);
      newest = statement.sequence;
      return value;
    },
  };
}

const statementShape = z.object({ variant: z.string(), sequence: z.int().positive() });

async function verify(text: string, signature: string, keys: ReturnType<typeof createLocalJWKSet>): Promise<void> {
  const [header = '', empty, value = '', ...more] = signature.split('.');
  if (empty !== '' || more.length > 0) throw untrusted('its signature is not a detached JWS');
  const detached = { protected: header, payload: Buffer.from(text), signature: value };
  const { protectedHeader } = await flattenedVerify(detached, keys, { algorithms: ['EdDSA', 'Ed25519'] }).catch(
    (cause: unknown) => {
      throw untrusted('no key of supergraph.publicKeysFile has signed these bytes', cause);
    },
  );
  if (protectedHeader?.typ !== artefactTokenType) throw untrusted('its signature was made for something else');
}

const keySetShape = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

async function readKeys(file: string): Promise<JSONWebKeySet> {
  try {
    return keySetShape.parse(JSON.parse(await readFile(file, 'utf8'))) as JSONWebKeySet;
  } catch (cause) {
    throw new GordianError(
      'CONFIG_INVALID',
      `supergraph.publicKeysFile: ${file} is no key set: ${(cause as Error).message}. Take it from GET /registry/keys of the metadata service.`,
      { cause },
    );
  }
}

function untrusted(reason: string, cause?: unknown): GordianError {
  return new GordianError('SUPERGRAPH_UNTRUSTED', `The supergraph is not trusted: ${reason}.`, { cause });
}
