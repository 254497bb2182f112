// The two ways to a token at the demo's identity provider: a service proves who it is with its secret, and a persona is simply
// chosen, which is what makes this a demo.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { type Persona, tokenHolders } from '../../policies/persona.ts';

export interface DemoClient {
  readonly id: string;
  readonly secret: string;
  readonly scopes: readonly string[];
  /** On whose products it reports; none when absent. */
  readonly domains?: readonly string[];
}

/** An error by RFC 6749, section 5.2. */
export class GrantRefused extends Error {
  readonly error: string;
  readonly status: number;

  constructor(error: string, description: string, status = 400) {
    super(description);
    this.error = error;
    this.status = status;
  }
}

/** Who may have a token. */
export interface Known {
  readonly clients: readonly DemoClient[];
  readonly personas: readonly Persona[];
}

/** @returns the claims that the request has a right to. @throws GrantRefused */
export function claimsFor(
  form: URLSearchParams,
  authorization: string | undefined,
  { clients, personas }: Known,
): JWTPayload {
  switch (form.get('grant_type')) {
    case 'client_credentials':
      return claimsOfClient(authenticateClient(form, authorization, clients), form.get('scope'));
    case 'persona':
      return claimsOfPersona(form.get('persona'), personas);
    default:
      throw new GrantRefused('unsupported_grant_type', 'grant_type must be client_credentials or persona.');
  }
}

function claimsOfPersona(id: string | null, personas: readonly Persona[]): JWTPayload {
  const offered = tokenHolders(personas);
  const claims = offered.find((persona) => persona.id === id)?.claims;
  if (claims) return { ...claims };
  const known = offered.filter((persona) => persona.claims !== null).map((persona) => persona.id);
  throw new GrantRefused('invalid_grant', `persona must be one of ${known.join(', ')}.`);
}

function claimsOfClient(client: DemoClient, requested: string | null): JWTPayload {
  const scopes = requested?.split(' ').filter((scope) => scope !== '') ?? client.scopes;
  if (!scopes.every((scope) => client.scopes.includes(scope)))
    throw new GrantRefused('invalid_scope', 'The client may not have one of the scopes.');
  const { id, domains = [] } = client;
  return { sub: `service|${id}`, azp: id, scope: scopes.join(' '), roles: ['service'], purposes: [], domains };
}

function authenticateClient(
  form: URLSearchParams,
  authorization: string | undefined,
  clients: readonly DemoClient[],
): DemoClient {
  const { id, secret } = basicCredentials(authorization) ?? {
    id: form.get('client_id'),
    secret: form.get('client_secret'),
  };
  const client = clients.find((candidate) => candidate.id === id);
  if (client === undefined || !isEqual(client.secret, secret ?? ''))
    throw new GrantRefused('invalid_client', 'The client id or secret is wrong.', 401);
  return client;
}

/** Both halves are form-encoded (RFC 6749, section 2.3.1). */
function basicCredentials(authorization: string | undefined): { readonly id: string; readonly secret: string } | null {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':', 2);
  const pair = new URLSearchParams(`id=${id}&secret=${secret}`);
  return { id: pair.get('id') ?? '', secret: pair.get('secret') ?? '' };
}

/** In a time that does not tell how much of the secret was right. */
function isEqual(expected: string, given: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(given));
}
