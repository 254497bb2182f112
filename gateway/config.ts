// GatewayConfig: every option of the gateway with its meaning, unit and default. Unknown keys are refused when it is read.
import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { readEnvironment, readSettings } from '../kit/config.ts';
import { GordianError } from '../kit/errors.ts';
import { packageFile } from '../kit/package-files.ts';
import { defaultHonouredMs, defaultRefreshMs } from '../kit/remote-keys.ts';
import {
  defaultAlgorithms,
  defaultClockToleranceSeconds,
  defaultTokenTypes,
} from './authenticate/authentication-options.ts';
import { defaultSubgraphSettings } from './execute/subgraph-settings.ts';
import { defaultIntrospectionCharacters } from './operation/introspection.ts';
import { defaultOperationLimits } from './operation/operation-limits.ts';
import { mayBePropagated } from './receive/propagated-headers.ts';

const positive = z.int().positive();
const url = z.url({ protocol: /^https?$/ });

const server = z.strictObject({
  /** Address to listen on; loopback unless chosen otherwise. */
  host: z.string().default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(4000),
  /** Origins that browsers may call from, besides the gateway's own; none by default. */
  corsOrigins: z.array(url).default([]),
  /** Request headers that pages of these origins may send besides authorization, content-type and those of our own (x-purpose, ...). */
  corsHeaders: z.array(z.string().regex(/^[\w-]+$/)).default([]),
  /** How long a browser may remember that it may. */
  corsMaxAgeSeconds: z.int().min(0).default(600),
  /** Answers from this size are compressed (br, gzip) for clients that accept it. */
  compressFromBytes: positive.default(1_024),
  /** For the headers of a request to arrive. */
  headersTimeoutMs: positive.default(10_000),
  /** For a request to arrive whole. */
  requestTimeoutMs: positive.default(30_000),
  /** How long a stopping gateway still takes requests while /ready says 503, so that balancers see it in time. */
  drainDelayMs: z.int().min(0).default(1_000),
  /** How long a client may take nothing of its answer before its connection is closed. */
  stalledReaderMs: positive.default(30_000),
  /** Bytes of answers that clients have not taken yet, of all together; beyond, those that wait longest are cut off. */
  maxUnsentBytes: positive.default(256 * 1024 * 1024),
  /** How long a stopping gateway lives at most, whatever is under way. */
  drainTimeoutMs: positive.default(10_000),
});

const supergraph = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('registry'),
    /** The metadata service. */
    url,
    /** Of the graph: which supergraph is served. */
    variant: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,30}$/, 'is a lower-case word such as staging')
      .default('prod'),
    /** JWKS file with the keys of the registry (its GET /registry/keys); what none of them has signed is not served. */
    publicKeysFile: z.string().optional(),
    /** How often the registry is asked for a newer supergraph, besides when it tells of one. */
    pollIntervalMs: positive.default(5_000),
  }),
  z.strictObject({
    kind: z.literal('file'),
    /** A supergraph SDL file. */
    path: z.string(),
    /** How often the file is looked at for a newer supergraph. */
    pollIntervalMs: positive.default(5_000),
  }),
]);

const service = z.strictObject({
  /** OAuth2 token endpoint for the gateway's own client; its secret comes from GORDIAN_CLIENT_SECRET. */
  tokenUrl: url,
  clientId: z.string(),
});

const names = z.array(z.string());

const issuer = z.strictObject({
  /** The exact `iss` claim. */
  issuer: z.string(),
  /** The exact `aud` claim. */
  audience: z.string(),
  /** The JWKS document; without it, the one that the issuer's /.well-known/openid-configuration names. */
  jwksUrl: url.optional(),
  /** Accepted signature algorithms; with discovery, those of them that the issuer says it signs with. */
  algorithms: z
    .array(z.string())
    .nonempty()
    .default([...defaultAlgorithms]),
  /** Accepted `typ` headers of a token. */
  tokenTypes: z
    .array(z.string())
    .nonempty()
    .default([...defaultTokenTypes]),
  /** Where the issuer puts what: the name of a claim, or a path into one such as `realm_access.roles`. */
  claims: z
    .strictObject({
      subject: z.string(),
      scopes: z.string(),
      roles: z.string(),
      purposes: z.string(),
      client: z.array(z.string()),
      /** The attributes that rules may read, and where each stands; by default every claim of a plain form, under its own name. */
      attributes: z.record(z.string(), z.string()),
    })
    .partial()
    .default({}),
  /** What its tokens may grant at most: names, or beginnings of names with a star (`orders:*`). By default everything. */
  mayGrant: z.strictObject({ scopes: names, roles: names, purposes: names, clients: names }).partial().optional(),
});

const issuerKeys = z
  .strictObject({
    /** Keys of this age are read again. */
    refreshMs: positive.default(defaultRefreshMs),
    /** How long keys are honoured that cannot be read again; then requests with a token get 503. */
    honouredMs: positive.default(defaultHonouredMs),
  })
  .refine(({ refreshMs, honouredMs }) => refreshMs <= honouredMs, 'refreshMs must not be more than honouredMs');

const authentication = z.strictObject({
  /** Token issuers; with none, every caller is anonymous and any token is refused. */
  issuers: z.array(issuer).default([]),
  /** By how much the clocks of issuers may be ahead or behind. */
  clockToleranceSeconds: z.int().min(0).max(60).default(defaultClockToleranceSeconds),
  keys: issuerKeys.prefault({}),
});

const admission = z.strictObject({
  /** Operations under way at once; beyond, requests are refused with 503 before they are read. */
  maxOperations: positive.default(1_000),
  /** How far behind the event loop may be before requests are refused with 503. */
  maxLoopLagMs: positive.default(500),
  /** What one client (the application that its token names, or else its address) may send; more is refused with 429. */
  clientRate: z
    .strictObject({
      /** Operations a second; 0 = no limit. */
      perSecond: z.number().min(0).default(0),
      /** Operations at once. */
      burst: positive.default(100),
      /** Clients to remember, at about 200 bytes each. */
      maxClients: positive.default(10_000),
    })
    .prefault({}),
});

const limits = z.strictObject({
  /** Request body, decoded. */
  bodyBytes: positive.default(256 * 1024),
  /** Operations in one request (a JSON array); 0 = a request is one operation. */
  batchSize: z.int().min(0).default(0),
  /** Errors in one answer; of those beyond, the last entry gives the number. */
  maxErrors: positive.default(1_000),
  /** Characters of the answers to `__schema` and `__type` in one operation. */
  introspectionCharacters: positive.default(defaultIntrospectionCharacters),
  // How large an operation may be: operation/operation-limits.ts says what each counts.
  maxTokens: positive.default(defaultOperationLimits.maxTokens),
  maxOperations: positive.default(defaultOperationLimits.maxOperations),
  maxDepth: positive.default(defaultOperationLimits.maxDepth),
  maxFields: positive.default(defaultOperationLimits.maxFields),
  maxAliases: positive.default(defaultOperationLimits.maxAliases),
  maxRootFields: positive.default(defaultOperationLimits.maxRootFields),
  maxDirectives: positive.default(defaultOperationLimits.maxDirectives),
  maxDeferredFragments: positive.default(defaultOperationLimits.maxDeferredFragments),
  maxVariables: positive.default(defaultOperationLimits.maxVariables),
  maxValues: positive.default(defaultOperationLimits.maxValues),
  maxVariableValues: positive.default(defaultOperationLimits.maxVariableValues),
  maxShapeFields: positive.default(defaultOperationLimits.maxShapeFields),
});

const planning = z.strictObject({
  /** Threads that plan at the same time. One more is kept ready; each takes about 35 MB. */
  workers: positive.default(1),
  /** For the plan of one operation; beyond, it is refused, and its thread is replaced. */
  budgetMs: positive.default(1_000),
  /** Operations that wait to be planned; beyond, those that have no plan yet are refused with 503. */
  queueLimit: positive.default(100),
  /** How long an operation may wait to be planned; beyond, it is refused with 503. */
  waitMs: positive.default(5_000),
  /** Of what was asked lately, how much is planned on a new generation before it serves. */
  warmOperations: z.int().min(0).default(200),
  /** How long that may take at most; the former generation serves meanwhile. */
  warmMs: z.int().min(0).default(2_000),
  /** For the planner of one thread; a plan that needs more ends its thread. A supergraph of some megabytes may need more to be read. */
  memoryMb: z.int().min(64).default(512),
});

const headerName = z
  .string()
  .regex(/^[\w-]+$/, 'is not the name of a header')
  .toLowerCase()
  .refine(
    mayBePropagated,
    'is never passed on: it belongs to one connection, or proves who asks, which the assertion does',
  );

const propagatedHeader = z.union([
  headerName.transform((name) => ({ name, subgraphs: null })),
  z.strictObject({ name: headerName, subgraphs: z.array(z.string()).nonempty() }),
]);

const override = z.strictObject({
  /** Of every 100 clients, for how many a label of @override holds; `percent(n)` needs no entry, but one here wins. */
  labels: z.record(z.string(), z.number().min(0).max(100)).default({}),
});

const breaker = z.strictObject({
  enabled: z.boolean(),
  failureRate: z.number().gt(0).max(1),
  minimumRequests: positive,
  windowMs: positive,
  openMs: positive,
});

/** How a subgraph is asked; meanings and defaults are in execute/subgraph-settings.ts. */
const asking = z
  .strictObject({
    timeoutMs: positive,
    connectTimeoutMs: positive,
    maxConcurrent: positive,
    queueLimit: z.int().min(0),
    waitMs: positive,
    responseBytes: positive,
    shareIdenticalQueries: z.boolean(),
    breaker: breaker.partial(),
  })
  .partial();

const executionSettings = z.strictObject({
  /** From the first fetch to the last byte of the last subgraph. */
  deadlineMs: positive.default(15_000),
  // For every subgraph; by default, `timeoutMs` is two thirds of `deadlineMs`.
  ...asking.shape,
  responseBytes: positive.default(defaultSubgraphSettings.responseBytes),
  /** What differs for one of them, by its name. */
  subgraphs: z.record(z.string(), asking).default({}),
  /** Headers of the client's request that subgraphs receive: a name, or a name and the subgraphs. None by default. */
  propagateHeaders: z.array(propagatedHeader).default([]),
});

/** At the deadline a request ends, whoever took the time; only a subgraph that ends before can be told from the others. */
const execution = executionSettings.superRefine(({ deadlineMs, timeoutMs, subgraphs }, context) => {
  const compare = (given: number | undefined, path: string[]): void => {
    if (given !== undefined && given >= deadlineMs)
      context.addIssue({ code: 'custom', path, message: 'must be less than execution.deadlineMs' });
  };
  compare(timeoutMs, ['timeoutMs']);
  for (const [name, own] of Object.entries(subgraphs)) compare(own.timeoutMs, ['subgraphs', name, 'timeoutMs']);
});

const demand = z
  .strictObject({
    // What the costs of an operation are: docs/reference/demand-control.md. What each setting does: demand/demand-settings.ts.
    mode: z.enum(['off', 'measure', 'enforce']).default('off'),
    maxCost: positive.optional(),
    perClient: z.record(z.string(), positive).default({}),
    assumedListSize: z.int().min(0).default(10),
    maxListSize: positive.optional(),
    countAnswers: z.enum(['always', 'asked']).default('always'),
  })
  .refine(
    ({ mode, maxCost, maxListSize }) => mode !== 'enforce' || maxCost !== undefined || maxListSize !== undefined,
    'needs demand.maxCost or demand.maxListSize with mode: enforce',
  );

const eventSource = z.strictObject({
  /** `ws`: graphql-transport-ws. `sse`: server-sent events, as graphql-sse has them in "distinct connections mode". */
  protocol: z.enum(['ws', 'sse']).default('ws'),
  /** Where, when that is not the URL of the subgraph. */
  url: z.url({ protocol: /^(https?|wss?)$/ }).optional(),
});

const subscriptions = z.strictObject({
  /** How a subgraph sends events, by name; by default over graphql-transport-ws at its URL. */
  subgraphs: z.record(z.string(), eventSource).default({}),
  /** Connections of clients that listen, over WebSocket or as an event stream; further ones are refused with 503. */
  maxConnections: positive.default(5_000),
  /** Subscriptions that run at once, of all connections; each is a connection to its subgraph as well. */
  maxSubscriptions: positive.default(10_000),
  /** Operations that run at once on one WebSocket. */
  maxPerConnection: positive.default(50),
  /** For the first message on a WebSocket. */
  initTimeoutMs: positive.default(3_000),
  /** Between two signs of life on an idle connection, of clients and of subgraphs; who misses one is cut off. */
  keepAliveMs: positive.default(12_000),
  /** For a subgraph to accept a subscription. */
  acceptTimeoutMs: positive.default(10_000),
  /** Events of one subscription that wait for a slow client; beyond, the subscription is ended. */
  maxWaitingEvents: positive.default(100),
  /** The same in bytes; a single larger event may wait alone. */
  maxWaitingBytes: positive.default(1024 * 1024),
});

const grants = z.strictObject({
  /** The metadata service, which says what is granted beyond the rules; the registry, unless told otherwise. */
  url: url.optional(),
  /** How often it is asked, whatever its stream says. */
  pollIntervalMs: positive.default(1_000),
  /** How long after they were last confirmed grants are honoured. */
  maxStaleMs: positive.default(10_000),
});

const explain = z.strictObject({
  /**
   * Who may see how operations are divided among subgraphs, before they run and after: `scope`, callers with gordian:plan:read;
   * `everyone`; `nobody`. By default `everyone` with policy none, and `scope` otherwise.
   */
  plans: z.enum(['scope', 'everyone', 'nobody']).optional(),
});

const respond = z.strictObject({
  /** Each response names the generation that it was made by, in the header `gordian-generation`. */
  nameGeneration: z.boolean().default(true),
});

const standing = z.strictObject({
  /** How often the registry is asked how the products stand: contracts in force, watermarks, incidents. */
  pollIntervalMs: positive.default(2_000),
});

const documents = z
  .strictObject({
    /** A folder of .graphql files, or a JSON file `{"<SHA-256>": "<document>"}`; read at the start. */
    trusted: z.string().optional(),
    /** Trust what clients have published to the registry (`gordian operation publish`), too. */
    published: z.boolean().default(false),
    /** A document that is published is for the clients that have published it; those of `trusted` are for all. */
    perClient: z.boolean().default(true),
    /** How often the registry is asked what is published. */
    pollIntervalMs: positive.default(5_000),
    /** `only`: refuses every document that is not trusted. */
    mode: z.enum(['any', 'only']).default('any'),
    /** For the documents that clients register by hash (automatic persisted queries); 0 = off. */
    automaticBytes: z
      .int()
      .min(0)
      .default(8 * 1024 * 1024),
  })
  .refine(
    ({ mode, trusted, published }) => mode === 'any' || published || trusted !== undefined,
    'needs documents.trusted or documents.published with mode: only',
  );

/** Lets the playground's user log in: authorization code with PKCE, in the browser, as a client without a secret. */
const login = z.strictObject({
  /** Its endpoints are discovered, and must be of the same origin. */
  issuer: url,
  clientId: z.string(),
  scopes: z
    .array(z.string())
    .refine((scopes) => scopes.includes('openid'), 'must include openid')
    .default(['openid']),
  /** What the issuer needs besides to issue a token for the gateway: `audience` for Auth0, `resource` by RFC 8707. */
  parameters: z.record(z.string(), z.string()).default({}),
});

const audit = z.strictObject({
  /** `on`: every operation leaves a record. By default on with a registry, and off with a file or with policy none. */
  mode: z.enum(['off', 'on']).optional(),
  /** Holds what is not delivered yet; `audit` in `stateDirectory` by default. */
  directory: z.string().optional(),
  /** What may wait to be delivered; beyond, nothing is recorded, and what must not happen unrecorded is refused. */
  maxBytes: z
    .int()
    .min(65_536)
    .default(256 * 1024 * 1024),
  /** Of one file, which is deleted when all of it is delivered. */
  segmentBytes: positive.default(8 * 1024 * 1024),
  /** Between two deliveries, when there is something to deliver. */
  deliverEveryMs: positive.default(1_000),
  /** The metadata service that takes the records; the registry by default. */
  sinkUrl: url.optional(),
});

const usage = z.strictObject({
  /** `on`: who sends which operations is summed and reported, without persons and values; with somebody to report to. */
  mode: z.enum(['on', 'off']).default('on'),
  /** The metadata service that takes the reports; the registry by default. */
  url: url.optional(),
  /** Between two reports: what a crash loses at most. */
  reportEveryMs: positive.default(5_000),
  /** Between two answers whose values are looked at for nulls. */
  observeEveryMs: positive.default(100),
  /** Pairs of an operation and a client that one report tells apart; the rest is counted together. */
  maxUses: positive.default(10_000),
  /** Reports that may wait while they cannot be sent, one for each five minutes; beyond, the oldest is lost. */
  maxWaitingReports: positive.default(300),
  /** Holds reports that could not be sent; `usage` in `stateDirectory` by default. */
  directory: z.string().optional(),
});

const playground = z.strictObject({
  /** Serve the portal at `/`. */
  enabled: z.boolean().default(true),
  /** Base URL of the demo identity provider: adds the persona switch. Never set in production. */
  demoIdentityUrl: url.optional(),
  /** Names under which browsers reach the demo, besides localhost and addresses; it gives tokens to pages of these hosts only. */
  demoHosts: z.array(z.string().toLowerCase()).default([]),
  login: login.optional(),
  /** A folder of .graphql files that the playground lists for whoever is signed in; read anew when they change. */
  queries: z.string().optional(),
});

const authorization = z.strictObject({
  /** `filter`: denied fields are null, with an error each. `reject`: an operation that asks for a denied field is refused whole. */
  mode: z.enum(['filter', 'reject']).default('filter'),
  /** What a denial tells: `brief` names neither scopes nor rules, `full` says what would open the field. */
  reasons: z.enum(['brief', 'full']).default('brief'),
  /** Where this gateway runs, as contracts name regions; without it, data that must stay in a region is closed. */
  region: z.string().optional(),
});

/** Another policy that is asked about live traffic, and decides nothing. */
const candidate = z.strictObject({
  /** Holds its rules.ts and what it names. */
  directory: z.string(),
  /** Of all operations. */
  sampleRate: z.number().min(0).max(1).default(1),
  /** Operations that wait to be judged; beyond, they are left out. */
  maxWaiting: positive.default(1_000),
  /** How many differences are told apart. */
  maxDifferences: positive.default(10_000),
});

const policySection = z.strictObject(
  {
    /** Holds rules.ts and what it names: policies/ of this package, unless told otherwise. */
    directory: z.string().default(packageFile('policies')),
    /** Serve what is written there while the gateway runs; otherwise it is read at the start only. */
    follow: z.boolean().default(true),
    /** `require`: what changed rules decide otherwise must stand in the golden.txt beside them, where there is one. */
    golden: z.enum(['require', 'ignore']).default('require'),
    candidate: candidate.optional(),
  },
  { error: ({ code }) => (code === 'invalid_type' ? 'is neither "domains" nor "none" nor a section' : undefined) },
);

/** The short forms are the section as it is by default, and no policy at all. */
const policy = z.preprocess(
  (value) => (value === 'domains' ? {} : value === 'none' ? null : value),
  policySection.nullable(),
);

const operations = z.strictObject({
  /** Who may read /metrics and /policy: `loopback`, who connects from this machine and not through a proxy; `everyone`; `nobody`. */
  access: z.enum(['loopback', 'everyone', 'nobody']).default('loopback'),
});

const settings = z
  .strictObject({
    server: server.prefault({}),
    supergraph,
    service: service.optional(),
    authentication: authentication.prefault({}),
    authorization: authorization.prefault({}),
    /** `domains`: the rules of policies/. `none`: everything is open; only for a gateway that runs alone. Or a section. */
    policy: policy.default(policySection.parse({})),
    /** PKCS #8 PEM file of the Ed25519 key that signs assertions; one is made at each start without it. Gateways that share subgraphs share the key. */
    assertionKeyFile: z.string().optional(),
    /** Where a subgraph is, by name, when that is not the URL in the supergraph. */
    subgraphUrls: z.record(z.string(), url).default({}),
    admission: admission.prefault({}),
    limits: limits.prefault({}),
    planning: planning.prefault({}),
    override: override.prefault({}),
    demand: demand.prefault({}),
    explain: explain.prefault({}),
    subscriptions: subscriptions.prefault({}),
    grants: grants.prefault({}),
    standing: standing.prefault({}),
    respond: respond.prefault({}),
    documents: documents.prefault({}),
    execution: execution.prefault({}),
    playground: playground.prefault({}),
    operations: operations.prefault({}),
    audit: audit.prefault({}),
    usage: usage.prefault({}),
    /** Keeps the last supergraph and the last rules that served. */
    stateDirectory: z.string().default('.gordian/gateway'),
    logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  })
  .refine(({ documents: { published }, supergraph: { kind } }) => !published || kind === 'registry', {
    path: ['documents', 'published'],
    error: 'needs a registry: supergraph.kind: registry',
  })
  .refine(
    ({ authentication: { issuers }, playground: { login } }) =>
      login === undefined || issuers.some(({ issuer }) => issuer === login.issuer),
    {
      path: ['playground', 'login', 'issuer'],
      error: 'must be one of authentication.issuers: tokens of others are refused',
    },
  );

const environment = {
  /** Wins over `server.port`. */
  PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** Secret of `service.clientId`. */
  CLIENT_SECRET: z.string().min(1).optional(),
  /** Turns keys of entities into what the audit has in their place; the metadata service has the same. */
  AUDIT_KEY: z.string().min(16).optional(),
  /** Makes the pseudonyms of masked values; the same for all gateways of a deployment. Without it they last as long as the process. */
  MASK_KEY: z.string().min(32).optional(),
};

export type PolicySettings = z.infer<typeof policySection>;
export type CandidateSettings = z.infer<typeof candidate>;
export type GatewaySettings = z.infer<typeof settings>;

export interface GatewayConfig extends GatewaySettings {
  readonly clientSecret: string | null;
  readonly auditKey: string | null;
  /** See GORDIAN_MASK_KEY. */
  readonly maskKey: string | null;
}

/**
 * @param file a YAML file
 * @throws GordianError CONFIG_INVALID naming every key that is wrong
 */
export function readGatewayConfig(file: string, env: NodeJS.ProcessEnv): GatewayConfig {
  const read = readSettings(settings, parseFile(file), file);
  const { PORT, CLIENT_SECRET, AUDIT_KEY, MASK_KEY } = readEnvironment(environment, env);
  return {
    ...read,
    server: { ...read.server, port: PORT ?? read.server.port },
    clientSecret: CLIENT_SECRET ?? null,
    auditKey: AUDIT_KEY ?? null,
    maskKey: MASK_KEY ?? null,
  };
}

function parseFile(file: string): unknown {
  try {
    return parseYaml(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new GordianError('CONFIG_INVALID', `Cannot read the configuration ${file}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
