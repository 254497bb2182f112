// Whether the demo's identity provider may run here at all: its tokens are given to whoever asks.
import { GordianError } from '../../kit/errors.ts';

/** @throws GordianError CONFIG_INVALID */
export function refuseInProduction(environment: NodeJS.ProcessEnv = process.env): void {
  if (environment.NODE_ENV !== 'production') return;
  throw new GordianError(
    'CONFIG_INVALID',
    'The demo identity provider hands tokens to whoever asks and never runs with NODE_ENV=production. Configure your own issuer in authentication.issuers.',
  );
}
