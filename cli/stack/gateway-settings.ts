// The gateway's configuration file as the launcher writes it; the gateway reads it like one written by hand.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { DemoIdentity } from '../demo-identity/demo-identity.ts';

/** Where the demo claims to run, in words of its contracts. */
export const demoRegion = 'US';

export interface GatewaySettingsInput {
  readonly stateDirectory: string;
  readonly port: number;
  readonly registryUrl: string;
  readonly identity: DemoIdentity;
  readonly clientId: string;
  readonly policyDirectory: string;
  /** Of the registry. */
  readonly publicKeysFile: string;
}

/**
 * @param chosen sections that win over those of the launcher, setting by setting
 * @returns the path of the file written
 */
export function writeGatewaySettings(
  { stateDirectory, port, registryUrl, identity, clientId, policyDirectory, publicKeysFile }: GatewaySettingsInput,
  chosen: Settings = {},
): string {
  const file = join(stateDirectory, 'gateway.yaml');
  const settings = {
    // No balancer stands before it that would have to see it stop.
    server: { port, drainDelayMs: 0 },
    supergraph: { kind: 'registry', url: registryUrl, publicKeysFile },
    service: { tokenUrl: identity.tokenUrl, clientId },
    authentication: { issuers: [{ issuer: identity.issuer, audience: identity.audience }] },
    // Whoever tries the platform is to see why a field is empty.
    authorization: { reasons: 'full', region: demoRegion },
    // Whoever tries a rule sees it at once; that the reviewed table says the same is for the commit.
    policy: { directory: policyDirectory, golden: 'ignore' },
    playground: { demoIdentityUrl: identity.url },
    // What clients publish is known by its hash at once.
    documents: { published: true },
    stateDirectory: join(stateDirectory, 'gateway'),
  };
  const text = stringify(overlaid(settings, chosen));
  writeFileSync(file, `# Written by the launcher at every start; edits are lost.\n${text}`);
  return file;
}

type Settings = Readonly<Record<string, unknown>>;

/** Sections are merged; everything else, lists too, is taken as it was chosen. */
function overlaid(settings: Settings, chosen: Settings): Settings {
  const merged = Object.entries(chosen).map(([name, value]) => {
    const former = settings[name];
    return [name, isSection(former) && isSection(value) ? overlaid(former, value) : value];
  });
  return { ...settings, ...Object.fromEntries(merged) };
}

function isSection(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
