// OpenID Connect discovery: what an issuer says of itself under its own address. It is believed only as far as it is about
// that very issuer and leads to no place that somebody on the way could have chosen.
import { z } from 'zod';
import { GordianError } from '../../kit/errors.ts';
import { isLoopback } from '../../kit/loopback.ts';
import { readRemoteJson } from '../../kit/remote-json.ts';

export interface IssuerDocument {
  readonly jwksUrl: string;
  /** With which the issuer signs; null when it does not say. */
  readonly algorithms: readonly string[] | null;
  /** For a login from a page; null where the issuer has none. */
  readonly authorizationEndpoint: string | null;
  readonly tokenEndpoint: string | null;
  readonly endSessionEndpoint: string | null;
}

const endpoint = z.string().nullish();

const written = z.object({
  issuer: z.string(),
  jwks_uri: z.string(),
  id_token_signing_alg_values_supported: z.array(z.string()).nullish(),
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  end_session_endpoint: endpoint,
});

/** @throws Error that says what is wrong with the document, for operators */
export async function readIssuerDocument(issuer: string): Promise<IssuerDocument> {
  const read = written.safeParse(await readRemoteJson(documentUrl(issuer)));
  if (!read.success) throw new Error(`The OpenID configuration of ${issuer} lacks what it must have.`);
  const document = read.data;
  if (document.issuer !== issuer)
    throw new Error(`The OpenID configuration read for ${issuer} says that it is of ${document.issuer}.`);
  const trusted = (address: string | null | undefined): string | null => (address ? mayLeadTo(issuer, address) : null);
  return {
    jwksUrl: mayLeadTo(issuer, document.jwks_uri),
    algorithms: document.id_token_signing_alg_values_supported ?? null,
    authorizationEndpoint: trusted(document.authorization_endpoint),
    tokenEndpoint: trusted(document.token_endpoint),
    endSessionEndpoint: trusted(document.end_session_endpoint),
  };
}

/** @throws GordianError CONFIG_INVALID when somebody on the way could change what is read */
export function requireDiscoverable(issuer: string): void {
  if (hasProtocol(issuer, 'https:') || isPlainOnThisMachine(issuer)) return;
  throw new GordianError(
    'CONFIG_INVALID',
    `Issuer ${issuer}: its configuration can be discovered only over https, or on this machine. Correct the address, or set jwksUrl where keys are all that is needed.`,
  );
}

function documentUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

/**
 * An issuer on this machine may name places on this machine; one elsewhere must not send us into it.
 * @returns the address
 * @throws Error
 */
export function mayLeadTo(issuer: string, address: string): string {
  if (hasProtocol(address, 'https:') || (isPlainOnThisMachine(issuer) && isPlainOnThisMachine(address))) return address;
  throw new Error(`The OpenID configuration of ${issuer} names an address that is not https: ${address}`);
}

function isPlainOnThisMachine(address: string): boolean {
  return hasProtocol(address, 'http:') && isLoopback(address);
}

function hasProtocol(address: string, protocol: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === protocol;
}
