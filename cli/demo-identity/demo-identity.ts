// A small identity provider for the demo and the tests: key set, token endpoint, personas. It gives a persona's token to
// whoever asks, listens on loopback only, and refuses to run in production.
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { GordianError } from '../../kit/errors.ts';
import { personas } from '../../policies/personas.ts';
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
    jwksUrl: `${url}/.well-known/jwks.json`,
    tokenUrl: `${url}/token`,
    close: () => app.close(),
  };
}

function addRoutes(
  app: FastifyInstance,
  { jwks, issue, lifetimeSeconds }: TokenIssuer,
  { clients, url }: DemoIdentityOptions,
): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );
  app.get('/.well-known/jwks.json', () => jwks);
  app.get('/personas', () => personas.map(({ id, label, description }) => ({ id, label, description })));
  app.post('/token', async (request, reply) => {
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    reply.header('cache-control', 'no-store');
    try {
      const claims = claimsFor(form, request.headers.authorization, clients);
      return {
        access_token: await issue({ ...claims, iss: url ?? app.listeningOrigin }),
        token_type: 'Bearer',
        expires_in: lifetimeSeconds,
        scope: claims.scope,
      };
    } catch (error) {
      return refuse(reply, error);
    }
  });
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
