// The domains of the demo on their Postgres, without a gateway: whoever measures one puts it there.
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWTPayload } from 'jose';
import { assignPorts } from '../cli/stack/ports.ts';
import { type RunningStack, startStack } from '../cli/stack/stack.ts';
import { parseArtefact } from '../gateway/supergraph/parse-artefact.ts';
import { freePort } from '../kit/free-port.ts';
import { packageFile } from '../kit/package-files.ts';
import { takeAccessDirectives } from '../schema/access-directives.ts';
import { buildArtefact, type SupergraphArtefact } from '../schema/artefact.ts';
import { readSubgraphFolders } from '../schema/subgraph-folders.ts';
import { startAuthority } from './authority.ts';
import { startGordian } from './variants/gordian.ts';
import type { Variant } from './variants/variant.ts';
import type { Workshop } from './workshop.ts';

export interface RealQuery {
  readonly about: string;
  readonly query: string;
}

/** The age of the data changes while one looks, so it is left out. */
export const profileQuery = (): RealQuery => ({
  about: 'the profile query of the playground',
  query: readFileSync(packageFile('portal/queries/customer-profile.graphql'), 'utf8').replace(/^\s*ageSeconds$/m, ''),
});

export const listQuery: RealQuery = {
  about: '100 customers with up to 10 orders each and the lines of these: over 1,000 rows',
  query: `query List { customers(first: 100) { nodes {
    id name segment region
    orders(first: 10) { nodes { id placedAt status total { amount currency } lines { quantity amount { amount } product { name } } } }
  } } }`,
};

export interface RealGateway {
  readonly name: string;
  /** Of a built checkout. */
  readonly root: string;
  readonly policy: unknown;
}

/** @returns the gateways, all before the same subgraphs and asked by the same caller; the first stands where subgraphs look for keys */
export async function startRealGateways(
  workshop: Workshop,
  claims: JWTPayload,
  gateways: readonly RealGateway[],
): Promise<readonly Variant[]> {
  const { gatewayPort, artefactFile } = await startBackend(workshop);
  const authority = await startAuthority(
    withoutDemands(await parseArtefact(JSON.parse(readFileSync(artefactFile, 'utf8')))),
  );
  workshop.atEnd(() => authority.close());
  const token = await authority.issue(claims);
  const assertionKeyFile = join(workshop.folder, 'assertion-key.pem');
  writeFileSync(assertionKeyFile, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const variants: Variant[] = [];
  for (const { name, root, policy } of gateways)
    variants.push(
      await startGordian(workshop, {
        name,
        root,
        port: variants.length === 0 ? gatewayPort : await freePort(),
        settings: { ...authority.settings, policy, assertionKeyFile },
        environment: authority.environment,
        headers: { authorization: `Bearer ${token}` },
      }),
    );
  return variants;
}

/** A gateway without a policy refuses a schema that demands something of callers. */
function withoutDemands({ supergraphSdl, classifications, publishedAt }: SupergraphArtefact): SupergraphArtefact {
  return buildArtefact({
    supergraphSdl: takeAccessDirectives(supergraphSdl).sdl,
    classifications: new Map(Object.entries(classifications)),
    publishedAt: new Date(publishedAt),
  });
}

/** Everything but the gateway, whose port is free again. */
interface Backend {
  readonly gatewayPort: number;
  /** Where the launcher's gateway kept what the registry gave it. */
  readonly artefactFile: string;
}

async function startBackend(workshop: Workshop): Promise<Backend> {
  const running = await startSystem(workshop);
  await running.processes.get('gateway')!.stop();
  return {
    gatewayPort: running.ports.get('gateway')!,
    artefactFile: join(stateDirectoryOf(workshop), 'gateway/supergraph.json'),
  };
}

function stateDirectoryOf({ folder }: Workshop): string {
  return join(folder, 'stack');
}

/** The whole system, as `npm start` brings it up. */
export async function startSystem(workshop: Workshop): Promise<RunningStack> {
  const stateDirectory = stateDirectoryOf(workshop);
  const running = await startStack({
    stateDirectory,
    basePort: 0,
    chosenPorts: await freePorts(),
    databaseUrl: null,
    activityPerMinute: 0,
    inheritedEnvironment: { PATH: process.env.PATH ?? '' },
    report: () => {},
  });
  workshop.atEnd(() => running.stop());
  return running;
}

async function freePorts(): Promise<ReadonlyMap<string, number>> {
  const names = readSubgraphFolders(packageFile('subgraphs')).map(({ name }) => name);
  const ports = new Map<string, number>();
  for (const name of assignPorts(1, names, new Map()).keys()) ports.set(name, await freePort());
  return ports;
}
