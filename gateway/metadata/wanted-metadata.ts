// The header x-gordian-metadata: how much an answer is to say of what stands behind it.
import { GordianError } from '../../kit/errors.ts';

export type WantedMetadata = 'summary' | 'fields';

/** @returns null when nothing is asked for @throws GordianError BAD_REQUEST */
export function readWantedMetadata(header: string | undefined): WantedMetadata | null {
  if (header === undefined) return null;
  if (header === 'summary' || header === 'fields') return header;
  throw new GordianError('BAD_REQUEST', 'The header x-gordian-metadata takes "summary" or "fields", and nothing else.');
}
