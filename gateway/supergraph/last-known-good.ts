// The artefact of the last generation that served, kept on disk as it came, so that a restart does not need the registry. The file
// is one line that says what it holds, and then the exact bytes that were received: whoever vouched for them still does.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { GordianError } from '../../kit/errors.ts';
import { writeWhole } from '../../kit/write-whole.ts';
import type { SupergraphArtefact } from '../../schema/artefact.ts';
import { parseArtefact } from './parse-artefact.ts';
import type { LoadedSupergraph } from './supergraph-source.ts';
import type { ArtefactTrust } from './verify-artefact.ts';

export interface LastKnownGood {
  /** @returns null when there is none
   *  @throws GordianError SUPERGRAPH_INVALID when it cannot be used, SUPERGRAPH_UNTRUSTED when nobody vouches for it */
  read(): Promise<LoadedSupergraph | null>;
  /** Whole or not at all: a crash in the middle leaves the former one. */
  keep(loaded: LoadedSupergraph): Promise<void>;
}

export interface KeptFile {
  readonly file: string;
  /** What the gateway serves; what is kept of another variant is not for it. */
  readonly variant: string;
  readonly trust: ArtefactTrust;
}

const headShape = z.object({ variant: z.string(), signature: z.string().nullable() });

export function lastKnownGood({ file, variant, trust }: KeptFile): LastKnownGood {
  let kept: string | null = null;

  const parse = async (bytes: string): Promise<LoadedSupergraph> => {
    const end = bytes.indexOf('\n');
    const head = headShape.parse(JSON.parse(bytes.slice(0, Math.max(0, end))));
    if (head.variant !== variant) throw new Error(`it is of the variant "${head.variant}", and not "${variant}"`);
    const received = { text: bytes.slice(end + 1), signature: head.signature };
    return { artefact: await parseArtefact(await trust.open(received), variant), received };
  };

  return {
    async read() {
      const bytes = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw unusable(file, error);
      });
      if (bytes === null) return null;
      return parse(bytes).catch((error: Error) => {
        throw error instanceof GordianError ? error : unusable(file, error);
      });
    },
    async keep({ artefact, received }) {
      if (received === null || artefact.id === kept) return;
      await writeWhole(file, `${headOf(artefact, variant, received.signature)}\n${received.text}`);
      kept = artefact.id;
    },
  };
}

/** The id and the sequence are for people who look at the file. */
function headOf({ id, sequence }: SupergraphArtefact, variant: string, signature: string | null): string {
  return JSON.stringify({ variant, sequence, id, signature });
}

function unusable(file: string, cause: Error): GordianError {
  return new GordianError(
    'SUPERGRAPH_INVALID',
    `The last good supergraph in ${file} cannot be used: ${cause.message}. Delete it; the next one from the registry takes its place.`,
    { cause },
  );
}
