// The gateway's configuration file as the launcher writes it; the gateway reads it like one written by hand.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { DemoIdentity } from '../demo-identity/demo-identity.ts';

export interface GatewaySettingsInput {
  readonly stateDirectory: string;
  readonly port: number;
  readonly registryUrl: string;
  readonly identity: DemoIdentity;
  readonly clientId: string;
}

/** @returns the path of the file written */
export function writeGatewaySettings({
  stateDirectory,
  port,
  registryUrl,
  identity,
  clientId,
}: GatewaySettingsInput): string {
  const file = join(stateDirectory, 'gateway.yaml');
  const settings = {
    // No balancer stands before it that would have to see it stop.
    server: { port, drainDelayMs: 0 },
    supergraph: { kind: 'registry', url: registryUrl },
    service: { tokenUrl: identity.tokenUrl, clientId },
    authentication: { issuers: [{ issuer: identity.issuer, audience: identity.audience }] },
    // Whoever tries the platform is to see why a field is empty.
    authorization: { reasons: 'full' },
    playground: { demoIdentityUrl: identity.url },
    stateDirectory: join(stateDirectory, 'gateway'),
  };
  writeFileSync(file, `# Written by the launcher at every start; edits are lost.\n${stringify(settings)}`);
  return file;
}
