// Makes the stages of the gateway and hands them to each other; no feature logic here.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GordianError } from '../kit/errors.ts';
import { createAssertionSigner } from '../kit/gateway-assertion.ts';
import type { Log } from '../kit/log.ts';
import { createServiceToken, type ServiceToken } from '../kit/service-token.ts';
import type { Circumstances } from '../policies/decide/evaluate.ts';
import { createAdmission } from './admit/admission.ts';
import { type ClientBuckets, createClientBuckets } from './admit/client-buckets.ts';
import { loopLag } from './admit/loop-lag.ts';
import { auditOf, isAuditOn } from './audit-options.ts';
import { createAuthenticator } from './authenticate/authenticate.ts';
import type { GatewayConfig } from './config.ts';
import { createDemandControl } from './demand/demand-control.ts';
import { createDryRun, type DryRun } from './dry-run/dry-run.ts';
import type { Gateway } from './gateway.ts';
import { followGrants } from './grants/follow-grants.ts';
import { type Grants, noGrants } from './grants/grants.ts';
import { metadataGrants } from './grants/grants-source.ts';
import { followStanding } from './metadata/follow-standing.ts';
import type { Standing } from './metadata/standing.ts';
import { registryStanding } from './metadata/standing-source.ts';
import { countedReporter } from './metrics/counted-reporter.ts';
import { createMetrics } from './metrics/metrics.ts';
import { createOverrideDecision, type OverrideDecision } from './plan/override-labels.ts';
import { probeSupergraph } from './plan/probe-supergraph.ts';
import { startPlanner } from './plan/start-planner.ts';
import { createPlayground, type Playground } from './playground/playground.ts';
import { proveGeneration } from './prove-generation.ts';
import { createPersistedDocuments, type PersistedDocuments } from './receive/persisted-documents.ts';
import { type FollowedDocuments, followDocuments } from './receive/published-documents.ts';
import { readTrustedDocuments } from './receive/read-trusted-documents.ts';
import { type TrustedDocuments, trustedByPublication, trustedForAll } from './receive/trusted-documents.ts';
import { createReporter } from './report/report.ts';
import { createSlowReaders } from './respond/slow-readers.ts';
import { subgraphOptions } from './subgraph-options.ts';
import { createListeners } from './subscribe/listeners.ts';
import { followSupergraph } from './supergraph/generations.ts';
import { type KeptFile, lastKnownGood } from './supergraph/last-known-good.ts';
import { followPolicies, noPolicies, type Policies } from './supergraph/policies.ts';
import { type ServedSupergraph, type SupergraphOptions, startSupergraph } from './supergraph/served-supergraph.ts';
import { fileSource, registrySource, type SupergraphSource } from './supergraph/supergraph-source.ts';
import { trustRegistry } from './supergraph/trust-registry.ts';
import { type ArtefactTrust, trustEverything } from './supergraph/verify-artefact.ts';
import { usageOf } from './usage-options.ts';

/** On which an answer depends, besides those that are passed on. */
const ownHeaders = ['accept', 'authorization', 'x-purpose', 'x-gordian-metadata', 'x-gordian-contract'];

/** @param workerFile the compiled planner worker, for a gateway that runs from sources; see {@link startPlanner} */
export async function createGateway(config: GatewayConfig, log: Log, workerFile?: URL): Promise<Gateway> {
  const accessToken = serviceTokenOf(config);
  const trust = await trustOf(config, log);
  const source = sourceOf(config, accessToken, trust);
  const policies = await policiesOf(config, log);
  const audit = auditOf(config, log);
  const usage = usageOf(config, accessToken, log);
  const metrics = createMetrics();
  const published = await publishedDocuments(config, accessToken, log);
  const ground = {
    config,
    log,
    circumstances: circumstancesOf(config),
    documents: persistedDocuments(config, published),
  };
  const gateway: Gateway = {
    ...ground,
    signer: await createAssertionSigner({ privateKey: readKey(config.assertionKeyFile) }),
    admission: createAdmission(config.admission, loopLag(), (requests) =>
      log.warn({ event: 'overloaded', requests }, 'requests were refused, because more came than can be answered'),
    ),
    clientBuckets: clientBuckets(config),
    slowReaders: createSlowReaders(config.server),
    published,
    listeners: createListeners(config.subscriptions),
    authenticate: createAuthenticator(config.authentication, log),
    grants: grantsOf(config, accessToken, log),
    standing: standingOf(config, accessToken, log),
    reporter: countedReporter(createReporter(log, audit, usage), metrics),
    metrics,
    dryRun: dryRunOf(config, log),
    varyBy: [...ownHeaders, ...config.execution.propagateHeaders.map(({ name }) => name)].join(', '),
    demand: createDemandControl(config.demand),
    playground: playgroundOf(config, log),
    audit,
    usage,
    draining: false,
    policies,
    generations: await followSupergraph({
      source,
      start: (artefact) => startSupergraph(artefact, supergraphOptions(config, log, workerFile)),
      policies,
      async prove(candidate, former) {
        await proveGeneration(ground, candidate, former);
        // Nobody waits for it: it is advice for those who own the schema.
        if (candidate.supergraph !== former?.supergraph) void warnOfSlowTypes(candidate.supergraph, config, log);
      },
      // A file is on disk already; a copy of what it once held would hide that it is broken.
      lastKnownGood:
        config.supergraph.kind === 'file' ? null : lastKnownGood(keptFile(config, config.supergraph, trust)),
      pollIntervalMs: config.supergraph.pollIntervalMs,
      log,
    }),
  };
  metrics.watch({
    generation: () => gateway.generations.current()?.id ?? null,
    policy: policies.state,
    audit: () => gateway.audit,
    usage: () => gateway.usage.state(),
    dryRun: () => gateway.dryRun?.report() ?? null,
  });
  return gateway;
}

function playgroundOf({ playground, authentication }: GatewayConfig, log: Log): Playground | null {
  if (!playground.enabled) return null;
  return createPlayground({ ...playground, hasIssuers: authentication.issuers.length > 0 }, log);
}

function dryRunOf(config: GatewayConfig, log: Log): DryRun | null {
  const candidate = config.policy?.candidate;
  return candidate ? createDryRun(candidate, circumstancesOf(config), log) : null;
}

async function policiesOf({ policy, stateDirectory }: GatewayConfig, log: Log): Promise<Policies> {
  if (policy !== null) return followPolicies(policy, stateDirectory, log);
  log.warn('policy: none. Every field is open to everyone who can reach this gateway.');
  return noPolicies;
}

function circumstancesOf({ authorization, maskKey }: GatewayConfig): Circumstances {
  const here = { region: authorization.region ?? null, now: () => new Date() };
  return maskKey === null ? here : { ...here, maskKey };
}

function clientBuckets({ admission: { clientRate } }: GatewayConfig): ClientBuckets | null {
  return clientRate.perSecond > 0 ? createClientBuckets(clientRate) : null;
}

async function publishedDocuments(
  { documents: { published, pollIntervalMs }, supergraph, stateDirectory }: GatewayConfig,
  accessToken: ServiceToken | null,
  log: Log,
): Promise<FollowedDocuments | null> {
  if (!published || supergraph.kind !== 'registry') return null;
  const file = join(stateDirectory, 'documents.json');
  return followDocuments({ url: supergraph.url, accessToken: required(accessToken), pollIntervalMs, file, log });
}

function trustedDocuments({ documents }: GatewayConfig, published: FollowedDocuments | null): TrustedDocuments {
  const forAll = documents.trusted === undefined ? new Map() : readTrustedDocuments(documents.trusted);
  if (published === null) return trustedForAll(forAll);
  return trustedByPublication({ forAll, published: published.known, perClient: documents.perClient });
}

function persistedDocuments(config: GatewayConfig, published: FollowedDocuments | null): PersistedDocuments {
  const { documents } = config;
  return createPersistedDocuments({
    trusted: trustedDocuments(config, published),
    onlyTrusted: documents.mode === 'only',
    automaticBytes: documents.automaticBytes,
  });
}

/** Null when the gateway was not told how to prove who it is. */
function serviceTokenOf({ service, clientSecret }: GatewayConfig): ServiceToken | null {
  return service && clientSecret ? createServiceToken({ ...service, clientSecret }) : null;
}

function sourceOf(
  { supergraph }: GatewayConfig,
  accessToken: ServiceToken | null,
  trust: ArtefactTrust,
): SupergraphSource {
  if (supergraph.kind === 'file') return fileSource(supergraph.path);
  return registrySource(supergraph, required(accessToken), trust);
}

/** A file is trusted as the configuration is that names it. */
async function trustOf({ supergraph }: GatewayConfig, log: Log): Promise<ArtefactTrust> {
  return supergraph.kind === 'file' ? trustEverything : trustRegistry(supergraph, log);
}

function keptFile(
  { stateDirectory }: GatewayConfig,
  { variant }: { readonly variant: string },
  trust: ArtefactTrust,
): KeptFile {
  return { file: join(stateDirectory, 'supergraph.json'), variant, trust };
}

/** Whoever has a registry has somebody who says what is granted. */
function grantsOf(
  { supergraph, grants: { url, ...settings } }: GatewayConfig,
  accessToken: ServiceToken | null,
  log: Log,
): Grants {
  const metadataUrl = url ?? (supergraph.kind === 'registry' ? supergraph.url : undefined);
  if (metadataUrl === undefined) return noGrants;
  return followGrants({ source: metadataGrants(metadataUrl, required(accessToken)), ...settings, log });
}

function standingOf(
  { supergraph, standing }: GatewayConfig,
  accessToken: ServiceToken | null,
  log: Log,
): Standing | null {
  if (supergraph.kind === 'file') return null;
  return followStanding({ source: registryStanding(supergraph.url, required(accessToken)), ...standing, log });
}

function required(accessToken: ServiceToken | null): ServiceToken {
  if (accessToken) return accessToken;
  throw new GordianError(
    'CONFIG_INVALID',
    'A registry needs the gateway to prove who it is: set service.tokenUrl, service.clientId and GORDIAN_CLIENT_SECRET.',
  );
}

function supergraphOptions(config: GatewayConfig, log: Log, workerFile: URL | undefined): SupergraphOptions {
  return {
    startPlanner: (supergraphSdl) =>
      startPlanner(supergraphSdl, { ...config.planning, ...(workerFile && { workerFile }) }),
    decideOverrides: (labels) => decideOverrides(labels, config, log),
    subgraphUrls: config.subgraphUrls,
    subgraphs: subgraphOptions(config.execution, log),
    identifiesEntities: isAuditOn(config) && config.auditKey !== null,
    recentOperations: config.planning.warmOperations,
  };
}

function decideOverrides(labels: readonly string[], { override }: GatewayConfig, log: Log): OverrideDecision {
  const decision = createOverrideDecision(labels, override.labels);
  for (const label of decision.undecided)
    log.warn({ label }, `The @override label "${label}" never holds: give it a percentage in override.labels.`);
  return decision;
}

async function warnOfSlowTypes(
  { artefact, planner }: ServedSupergraph,
  { planning }: GatewayConfig,
  log: Log,
): Promise<void> {
  const limits = { totalMs: 5 * planning.budgetMs, slowMs: planning.budgetMs / 2 };
  for (const slow of await probeSupergraph(planner, limits)) {
    log.warn(
      { event: 'planner.slowType', artefact: artefact.id, ...slow },
      `Small operations on "${slow.typeName}" are hard to plan: give its fields one owner, or accept trusted documents only.`,
    );
  }
}

function readKey(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new GordianError('CONFIG_INVALID', `Cannot read assertionKeyFile ${file}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
