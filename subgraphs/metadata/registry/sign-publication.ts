// Signs the newest publication of a variant, within the transaction that made it or that composed the same again.
import type { Queries } from '../../../kit/postgres.ts';
import type { SupergraphArtefact } from '../../../schema/artefact.ts';
import { latestSignature, saveSigned } from './queries/signed-artefacts.ts';
import { type ArtefactSigner, keyIdOf } from './sign-artefact.ts';

/**
 * Does nothing where the key in use has signed it already.
 * @param artefact what was published last
 */
export async function signPublication(
  transaction: Queries,
  variant: string,
  artefact: SupergraphArtefact,
  signer: ArtefactSigner | null,
): Promise<void> {
  if (signer === null) return;
  const { seq, publishedAt, signature } = (await latestSignature(transaction, variant))!;
  if (signature !== null && keyIdOf(signature) === signer.keyId) return;
  const published = { ...artefact, publishedAt: publishedAt.toISOString(), variant, sequence: seq };
  await saveSigned(transaction, variant, seq, await signer.sign(published));
}
