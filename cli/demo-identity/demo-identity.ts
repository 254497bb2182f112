// A small identity provider for the demo and the tests: discovery, key set, token endpoint, personas. It gives a persona's
// token to whoever asks, listens on loopback only, and refuses to run in production. Nobody logs in here: there is no person.
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { GordianError } from '../../kit/errors.ts';
import { isOwnHost } from '../../kit/own-host.ts';
import { type Persona, tokenHolders } from '../../policies/persona.ts';
import { personas as platformPersonas } from '../../policies/personas.ts';
import { refuseInProduction } from './config.ts';
import { claimsFor, type DemoClient, GrantRefused } from './grants.ts';
import { createTokenIssuer, type TokenIssuer } from './token-issuer.ts';

export interface DemoIdentityOptions {
  /** Loopback when absent; another address only inside a private network of containers. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** How others reach it, and the issuer of its tokens; the address it listens on when absent. */
  readonly url?: string;
  readonly clients: readonly DemoClient[];
  /** Whom tokens are given to, asked at each request; those of the platform when absent. */
  readonly personas?: () => Promise<readonly Persona[]>;
  readonly tokenLifetimeSeconds?: number;
}

export interface DemoIdentity {
  readonly url: string;
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  readonly tokenUrl: string;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';
const audience = 'gordian';
const keysPath = '/.well-known/jwks.json';
const defaultLifetimeSeconds = 15 * 60;

/** @throws GordianError CONFIG_INVALID in production, PORT_IN_USE */
export async function startDemoIdentity(options: DemoIdentityOptions): Promise<DemoIdentity> {
  refuseInProduction();
  const app = fastify({ logger: false, bodyLimit: 8 * 1024, forceCloseConnections: true });
  const lifetimeSeconds = options.tokenLifetimeSeconds ?? defaultLifetimeSeconds;
  addRoutes(app, await createTokenIssuer({ audience, lifetimeSeconds }), options);
  const address = await listen(app, options);
  const url = options.url ?? address;
  return {
    url,
    issuer: url,
    audience,
    jwksUrl: `${url}${keysPath}`,
    tokenUrl: `${url}/token`,
    close: () => app.close(),
  };
}

function addRoutes(
  app: FastifyInstance,
  { jwks, issue, lifetimeSeconds }: TokenIssuer,
  { clients, url, personas = async () => platformPersonas }: DemoIdentityOptions,
): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );
  const issuer = () => url ?? app.listeningOrigin;
  app.addHook('onRequest', async (request, reply) => {
    if (!isOwnHost(request.headers.host, [new URL(issuer()).hostname]))
      return reply.code(403).send({ error: 'access_denied', error_description: 'Not known by this host name.' });
  });
  app.get('/.well-known/openid-configuration', () => discoveryDocument(issuer()));
  app.get(keysPath, () => jwks);
  app.get('/personas', async () =>
    tokenHolders(await personas()).map(({ id, label, description }) => ({ id, label, description })),
  );
  app.post('/token', async (request, reply) => {
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    reply.header('cache-control', 'no-store');
    try {
      const claims = claimsFor(form, request.headers.authorization, { clients, personas: await personas() });
      return {
        access_token: await issue({ ...claims, iss: issuer() }),
        token_type: 'Bearer',
        expires_in: lifetimeSeconds,
        scope: claims.scope,
      };
    } catch (error) {
      return refuse(reply, error);
    }
  });
}

function discoveryDocument(issuer: string): object {
  return {
    issuer,
    jwks_uri: `${issuer}${keysPath}`,
    token_endpoint: `${issuer}/token`,
    grant_types_supported: ['client_credentials', 'persona'],
    response_types_supported: [],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['EdDSA'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
}

function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof GrantRefused)) throw error;
  if (error.status === 401) reply.header('www-authenticate', 'Basic realm="demo"');
  return reply.code(error.status).send({ error: error.error, error_description: error.message });
}

async function listen(app: FastifyInstance, { port, host = loopback }: DemoIdentityOptions): Promise<string> {
  try {
    return await app.listen({ port, host });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new GordianError(
      'PORT_IN_USE',
      `Port ${port} for the demo identity provider is taken. Stop the other process, or choose another port.`,
    );
  }
}
