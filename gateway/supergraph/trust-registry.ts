// Whether what a registry sends is held against its keys. Without them a gateway believes whoever answers in its place, and is told so
// where somebody else could.
import type { Log } from '../../kit/log.ts';
import { isLoopback } from '../../kit/loopback.ts';
import { type ArtefactTrust, trustEverything, trustSigned } from './verify-artefact.ts';

export interface TrustedRegistry {
  readonly url: string;
  readonly variant: string;
  readonly publicKeysFile?: string | undefined;
}

/** @throws GordianError CONFIG_INVALID when the file holds no keys */
export async function trustRegistry(
  { url, variant, publicKeysFile }: TrustedRegistry,
  log: Log,
): Promise<ArtefactTrust> {
  if (publicKeysFile !== undefined) return trustSigned({ publicKeysFile, variant });
  if (!isLoopback(url))
    log.warn(
      { event: 'supergraph.unsigned' },
      'The supergraph is believed unsigned: whoever can write to the registry, its database or the way to it decides who sees what. ' +
        'Give the metadata service a key (GORDIAN_SIGNING_KEY_FILE), save its GET /registry/keys, and name that file in supergraph.publicKeysFile.',
    );
  return trustEverything;
}
