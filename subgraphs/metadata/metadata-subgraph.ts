// The metadata subgraph as the kit runs it: an ordinary subgraph, and the registry on the same port.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Clock, systemClock } from '../../kit/clock.ts';
import { settingKinds } from '../../kit/config.ts';
import { createEntityReference, type EntityReference } from '../../kit/entity-reference.ts';
import { packageFile } from '../../kit/package-files.ts';
import type { Database } from '../../kit/postgres.ts';
import type { SubgraphRoutes, SubgraphServices } from '../../kit/serve-subgraph.ts';
import { repositoryClassifications } from '../../policies/compiler/repository-classifications.ts';
import { guardOf, type SubgraphGuard } from '../../policies/subgraph/subgraph-guard.ts';
import type { Classifications } from '../../schema/artefact.ts';
import { createKnownTargetsStore } from './access/known-targets-store.ts';
import { addGrantRoutes } from './access/routes.ts';
import { addAuditRoutes } from './audit/routes.ts';
import { createMetadataLoaders } from './context.ts';
import type { WebhookSettings } from './events/subscribe-changes.ts';
import { createWebhookRequests } from './events/webhook-requests.ts';
import { startWebhookWorker } from './events/webhook-worker.ts';
import { followLineage, type LineageFollower } from './lineage/index/follow-lineage.ts';
import { addMarquezRoutes } from './lineage/marquez/routes.ts';
import { addObservedRoutes } from './lineage/observed/routes.ts';
import { addOpenLineageRoutes } from './lineage/openlineage/routes.ts';
import { countedRegistrar } from './metrics/counted-registrar.ts';
import { createLevelsOfService } from './metrics/levels-of-service.ts';
import { createMetadataMetrics } from './metrics/metadata-metrics.ts';
import { addMetricsRoute, type MetricsAccess } from './metrics/routes.ts';
import { createProvenanceStore } from './provenance/provenance-store.ts';
import { addQualityRoutes } from './quality/routes.ts';
import { followRegistry } from './registry/follow-registry.ts';
import { createGates } from './registry/gates/gate-thread.ts';
import { addListRoutes } from './registry/list-routes.ts';
import { createRegistrar, type Registrar } from './registry/register.ts';
import { addRegistrationRoutes } from './registry/registration-routes.ts';
import { addRegistryRoutes } from './registry/routes.ts';
import { createServiceCallers } from './registry/service-caller.ts';
import { createArtefactSigner } from './registry/sign-artefact.ts';
import { addSigningRoutes } from './registry/signing-routes.ts';
import { addSupergraphStream } from './registry/supergraph-stream.ts';
import { resolvers } from './resolvers.ts';
import { registeredSchema } from './served-schema.ts';
import { followServiceLevels } from './service-levels/follow.ts';
import { addStandingRoutes } from './standing/routes.ts';
import { addStoredOperationRoutes } from './stored-operations/routes.ts';
import { addUsageRoutes } from './usage/routes.ts';

/** Where access tokens of services come from. */
const identitySettings = {
  ISSUER: settingKinds.text,
  AUDIENCE: settingKinds.text,
  JWKS_URL: settingKinds.httpUrl,
  /** The claim of a service's token that names the domains on whose products it reports. */
  DOMAINS_CLAIM: settingKinds.text.optional().meta({ example: 'domains' }),
  /** The claim of a service's token that names the clients whose operations it publishes, besides itself. */
  CLIENTS_CLAIM: settingKinds.text.optional().meta({ example: 'clients' }),
  /** Who may read /metrics: `loopback`, who connects from this machine and not through a proxy; `everyone`; `nobody`. */
  METRICS_ACCESS: z.enum(['loopback', 'everyone', 'nobody']).default('loopback'),
  /** Turns keys of entities into what the audit has in their place; the gateways have the same. */
  AUDIT_KEY: settingKinds.text.optional(),
  /** What webhooks are signed with is made from it; without it none are sent. */
  WEBHOOK_KEY: settingKinds.text.optional(),
  /** Ed25519 keys in PKCS #8 PEM, one after the other: the first signs what gateways are given to serve, all are published. */
  SIGNING_KEY_FILE: settingKinds.text.optional().meta({ example: '/run/secrets/signing-key.pem' }),
  /** `host` or `host:port`, with commas between, that webhooks may be sent to although they are not public. */
  WEBHOOK_HOSTS: settingKinds.text.optional().meta({ example: 'hooks.internal:8080' }),
};

export interface IdentitySettings {
  readonly ISSUER: string;
  readonly AUDIENCE: string;
  readonly JWKS_URL: string;
  readonly DOMAINS_CLAIM?: string | undefined;
  readonly CLIENTS_CLAIM?: string | undefined;
  readonly METRICS_ACCESS?: MetricsAccess;
  readonly AUDIT_KEY?: string | undefined;
  readonly WEBHOOK_KEY?: string | undefined;
  readonly SIGNING_KEY_FILE?: string | undefined;
  readonly WEBHOOK_HOSTS?: string | undefined;
}

/** How soon a registration or a report that another process took is noticed. */
const defaultFollowIntervalMs = 5_000;

/** @param announces whether this process tells what becomes of promises; one that does not leaves it to the others */
export function createMetadataSubgraph(
  clock: Clock = systemClock,
  followIntervalMs = defaultFollowIntervalMs,
  announces = true,
) {
  const store = createProvenanceStore(clock);
  let guard: SubgraphGuard | null = null;
  const knownTargets = createKnownTargetsStore(() => guard, clock);
  let entityReference: EntityReference | null = null;
  let webhooks: WebhookSettings | null = null;
  let lineage: LineageFollower | null = null;
  let registrar: Registrar | null = null;
  const folder = packageFile('subgraphs/metadata');
  const sdl = readFileSync(join(folder, 'schema.graphql'), 'utf8');
  return {
    name: 'metadata',
    folder,
    sdl,
    resolvers,
    settings: identitySettings,
    createLoaders: (database: Database) =>
      createMetadataLoaders(database, {
        clock,
        provenance: store,
        lineage: () => lineage,
        registrar: () => registrar,
        knownTargets,
        entityReference,
        webhooks,
      }),
    guard: guardOf('metadata'),
    routes: async (
      app: Parameters<SubgraphRoutes>[0],
      services: SubgraphServices & { readonly guard: SubgraphGuard },
      settings: IdentitySettings,
    ) => {
      const { ISSUER: issuer, AUDIENCE: audience, JWKS_URL: jwksUrl, AUDIT_KEY } = settings;
      if (AUDIT_KEY) entityReference = createEntityReference(AUDIT_KEY);
      webhooks = webhookSettings(settings);
      if (webhooks) app.addHook('onClose', startWebhooks(services, webhooks));
      guard = services.guard;
      const refresh = () => store.refreshEvidence(services.database);
      const levels = announces ? followServiceLevels(services) : null;
      app.addHook('onClose', () => levels?.stop());
      const serveRegistered = registeredSchema(services, { sdl, store, classify });
      const follower = await followRegistry(services, {
        reload: async () => {
          const isRegistered = await serveRegistered();
          void levels?.reload();
          return isRegistered;
        },
        refresh,
        intervalMs: followIntervalMs,
      });
      app.addHook('onClose', () => follower.stop());
      const graph = followLineage({ ...services, intervalMs: followIntervalMs });
      lineage = graph;
      app.addHook('onClose', () => graph.stop());
      const identify = createServiceCallers({
        issuer,
        audience,
        jwksUrl,
        domainsClaim: settings.DOMAINS_CLAIM,
        clientsClaim: settings.CLIENTS_CLAIM,
      });
      const metrics = createMetadataMetrics({
        levels: createLevelsOfService(services.database, clock),
        lineageLagSeconds: () => {
          const served = graph.served();
          return served && Math.max(0, (clock.now().getTime() - served.knownAt.getTime()) / 1_000);
        },
      });
      addMetricsRoute(app, metrics, settings.METRICS_ACCESS ?? 'loopback');
      const { SIGNING_KEY_FILE: keyFile } = settings;
      const signer = keyFile === undefined ? null : await createArtefactSigner(keyFile);
      const gates = createGates();
      app.addHook('onClose', () => gates.stop());
      const registry = createRegistrar(
        services.database,
        clock,
        async () => {
          await follower.look();
          await graph.catchUp();
        },
        { gates, signer, rules: () => services.guard.serving()?.files ?? null },
      );
      const published = countedRegistrar(registry, metrics);
      registrar = published;
      addRegistryRoutes(app, services, identify, { onWatermark: refresh });
      addSupergraphStream(app, services, identify);
      addSigningRoutes(app, signer);
      addRegistrationRoutes(app, services, identify, published);
      addListRoutes(app, services, identify);
      addStandingRoutes(app, services, identify);
      addGrantRoutes(app, services, identify, knownTargets);
      addAuditRoutes(app, services, identify);
      addOpenLineageRoutes(app, services, identify, { onWatermark: refresh });
      addObservedRoutes(app, services, identify);
      addMarquezRoutes(app, services, identify, { follower: graph, known: knownTargets });
      addQualityRoutes(app, services, identify);
      addUsageRoutes(app, services, identify);
      addStoredOperationRoutes(app, services, identify, knownTargets);
    },
  };
}

function webhookSettings({ WEBHOOK_KEY: key, WEBHOOK_HOSTS: hosts = '' }: IdentitySettings): WebhookSettings | null {
  if (!key) return null;
  return { key, trustedHosts: new Set(hosts.split(',').map((host) => host.trim())) };
}

/** @returns ends it */
function startWebhooks(services: SubgraphServices, { key, trustedHosts }: WebhookSettings): () => Promise<void> {
  const requests = createWebhookRequests(trustedHosts);
  const worker = startWebhookWorker({ ...services, key, requests });
  return async () => {
    await worker.stop();
    await requests.close();
  };
}

/**
 * What is registered holds, except for our own product: a new version of this process serves fields that only the contract
 * next to it classifies. Before the first registration the contracts of the repository are all there is.
 */
function classify(registered: Classifications): Classifications {
  const inRepository = repositoryClassifications('metadata');
  const own = [...inRepository].filter(([, { product }]) => product === 'platform/metadata');
  return new Map([...inRepository, ...registered, ...own]);
}
