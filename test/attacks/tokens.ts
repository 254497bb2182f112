// What an attacker may try with tokens, and the safe outcome of each attempt. Every row is sent over real HTTP to a gateway that
// trusts two issuers, `company` and `partner`; test/integration/gateway/authentication/token-attacks.test.ts does that.
import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto';
import { type DiscoveredIssuer, encoded } from '../support/discovered-issuer.ts';
import { nowSeconds } from '../support/token-issuer.ts';

export interface TokenAttack {
  readonly name: string;
  /** Headers of the request, or a token that is sent as usual. */
  readonly attempt: (world: TokenWorld) => string | AttackRequest;
  readonly outcome: TokenOutcome;
  /** What the subgraph must learn of the caller, beside what the outcome says. */
  readonly caller?: Readonly<Record<string, unknown>>;
}

export interface AttackRequest {
  /** Names and values in turn, so that a name may come twice. */
  readonly headers: readonly string[];
  readonly query?: string;
  readonly body?: object;
}

export type TokenOutcome =
  /** 401 `UNAUTHENTICATED`: no subgraph is asked, and no issuer either beyond what it publishes. */
  | 'refused'
  /** 403 `FORBIDDEN`: the token holds, and grants less than is asked. */
  | 'forbidden'
  /** 400 or 431, before anybody looks at a token. */
  | 'not HTTP'
  /** Answered for nobody: only what is public. */
  | 'anonymous'
  /** Answered for `user|7` with the scope `orders:write`, as the token says, and nothing more. */
  | 'nothing gained';

export interface TokenWorld {
  readonly company: DiscoveredIssuer;
  readonly partner: DiscoveredIssuer;
  /** Signs as well as anybody, and is not trusted. */
  readonly stranger: DiscoveredIssuer;
  /** What the gateway last sent to a subgraph. */
  readonly assertion: string;
}

export const audience = 'gordian';

/** The claims of a token that holds. */
export function soundClaims({ issuer }: DiscoveredIssuer, over: object = {}): Record<string, unknown> {
  return {
    iss: issuer,
    aud: audience,
    sub: 'user|7',
    azp: 'web-shop',
    scope: 'orders:write',
    iat: nowSeconds(),
    exp: nowSeconds() + 60,
    ...over,
  };
}

const everything = 'customers:pii:read orders:write platform:admin';
const json = (value: object): string => JSON.stringify(value);
const withoutSignature = (token: string): string => token.replace(/[^.]*$/, '');
const bearer = (token: string): AttackRequest => ({ headers: ['authorization', `Bearer ${token}`] });
const claims = (over: object) => (world: TokenWorld) => world.company.write(soundClaims(world.company, over));
const header = (over: object) => (world: TokenWorld) => world.company.write(soundClaims(world.company), over);
const strangersKey = (over: (world: TokenWorld) => object) => (world: TokenWorld) =>
  world.stranger.write(soundClaims(world.company, { scope: everything }), over(world));

function unsigned(algorithm: unknown, signature = '') {
  return ({ company }: TokenWorld): string =>
    `${encoded({ alg: algorithm, typ: 'at+jwt' })}.${encoded(soundClaims(company, { scope: everything }))}.${signature}`;
}

function withSharedSecret(secretOf: (key: JsonWebKey) => string) {
  return ({ company }: TokenWorld): string => {
    const key = company.publicKey('RS256') as JsonWebKey;
    const content = `${encoded({ alg: 'HS256', kid: key.kid, typ: 'at+jwt' })}.${encoded(soundClaims(company, { scope: everything }))}`;
    return `${content}.${createHmac('sha256', secretOf(key)).update(content).digest('base64url')}`;
  };
}

const pem = (key: JsonWebKey): string =>
  createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }) as string;

/** What proxies and other gateways tell applications of who asks, and what applications invent. */
const identityHeaders = [
  ...['x-user', 'x-user-id', 'x-username', 'x-subject', 'x-sub', 'x-email', 'x-role', 'x-roles', 'x-groups', 'x-scope'],
  ...['x-scopes', 'x-permissions', 'x-claims', 'x-tenant', 'x-client', 'x-client-id', 'x-admin', 'x-internal', 'user'],
  ...['x-forwarded-user', 'x-forwarded-email', 'x-forwarded-groups', 'x-forwarded-preferred-username', 'remote-user'],
  ...['x-forwarded-access-token', 'x-auth-request-user', 'x-auth-request-email', 'x-auth-request-groups', 'from'],
  ...['x-remote-user', 'x-remote-group', 'x-authenticated-user', 'x-authenticated-userid', 'x-authenticated-scope'],
  ...[
    'x-consumer-username',
    'x-consumer-custom-id',
    'x-credential-identifier',
    'x-userinfo',
    'x-endpoint-api-userinfo',
  ],
  ...[
    'x-jwt-payload',
    'x-jwt-assertion',
    'x-amzn-oidc-identity',
    'x-amzn-oidc-data',
    'x-goog-authenticated-user-email',
  ],
  ...['x-goog-iap-jwt-assertion', 'x-ms-client-principal', 'x-ms-client-principal-id', 'x-ms-client-principal-name'],
  ...[
    'x-hasura-role',
    'x-hasura-user-id',
    'x-gordian-caller',
    'gordian-caller',
    'x-caller',
    'caller',
    'impersonate-user',
  ],
].flatMap((name) => [name, 'admin']);

const signatures: readonly TokenAttack[] = [
  { name: 'no signature (alg none)', attempt: unsigned('none'), outcome: 'refused' },
  { name: 'no signature, in other letters (alg nOnE)', attempt: unsigned('nOnE'), outcome: 'refused' },
  { name: 'alg none with something for a signature', attempt: unsigned('none', 'AAAA'), outcome: 'refused' },
  { name: 'an empty alg', attempt: unsigned(''), outcome: 'refused' },
  { name: 'no alg', attempt: unsigned(undefined), outcome: 'refused' },
  { name: 'a list of algs', attempt: unsigned(['EdDSA', 'none']), outcome: 'refused' },
  { name: 'a null for the alg', attempt: unsigned(null), outcome: 'refused' },
  {
    name: 'alg twice, the last one none',
    attempt: ({ company }) =>
      withoutSignature(company.write(soundClaims(company), `{"alg":"EdDSA","typ":"at+jwt","alg":"none"}`)),
    outcome: 'refused',
  },
  { name: 'HS256 with the public key as PEM for a secret', attempt: withSharedSecret(pem), outcome: 'refused' },
  { name: 'HS256 with the public key as JSON for a secret', attempt: withSharedSecret(json), outcome: 'refused' },
  { name: 'HS256 with the modulus for a secret', attempt: withSharedSecret(({ n }) => n!), outcome: 'refused' },
  { name: 'HS256 with an empty secret', attempt: withSharedSecret(() => ''), outcome: 'refused' },
  {
    name: 'an ECDSA signature of zeros',
    attempt: ({ company }) =>
      withoutSignature(company.write(soundClaims(company), {}, 'ES256')) + Buffer.alloc(64).toString('base64url'),
    outcome: 'refused',
  },
  {
    name: 'an RSA signature of zeros',
    attempt: ({ company }) =>
      withoutSignature(company.write(soundClaims(company), {}, 'RS256')) + Buffer.alloc(256).toString('base64url'),
    outcome: 'refused',
  },
  {
    name: 'a signature of RS256 said to be PS256',
    attempt: ({ company }) => company.write(soundClaims(company), { alg: 'PS256' }, 'RS256'),
    outcome: 'refused',
  },
  {
    name: 'a signature of RS256 said to be RS512, which is not accepted',
    attempt: ({ company }) => company.write(soundClaims(company), { alg: 'RS512' }, 'RS256'),
    outcome: 'refused',
  },
  {
    name: 'an algorithm that we accept and this issuer does not use',
    attempt: ({ partner }) => partner.write(soundClaims(partner, { aud: 'partner-api' }), {}, 'RS256'),
    outcome: 'refused',
  },
  {
    name: 'the id of a key of another kind',
    attempt: ({ company }) => company.write(soundClaims(company), { kid: company.publicKey('RS256').kid }),
    outcome: 'refused',
  },
  {
    name: 'the signature cut off',
    attempt: ({ company }) => withoutSignature(company.write(soundClaims(company))),
    outcome: 'refused',
  },
  {
    name: 'the signature of another token',
    attempt: ({ company }) =>
      withoutSignature(company.write(soundClaims(company, { scope: everything }))) +
      company.write(soundClaims(company)).split('.')[2],
    outcome: 'refused',
  },
  {
    name: 'a payload changed after it was signed',
    attempt({ company }) {
      const [head, , signature] = company.write(soundClaims(company)).split('.');
      return `${head}.${encoded(soundClaims(company, { scope: everything }))}.${signature}`;
    },
    outcome: 'refused',
  },
];

const keys: readonly TokenAttack[] = [
  {
    name: 'signed by a stranger under our key id',
    attempt: strangersKey(({ company }) => ({ kid: company.publicKey('EdDSA').kid })),
    outcome: 'refused',
  },
  {
    name: 'signed by a stranger under no key id',
    attempt: strangersKey(() => ({ kid: undefined })),
    outcome: 'refused',
  },
  {
    name: 'a key in the header (jwk)',
    attempt: strangersKey(({ stranger }) => ({ jwk: stranger.publicKey('EdDSA') })),
    outcome: 'refused',
  },
  {
    name: 'a key set in the header (jku)',
    attempt: strangersKey(({ stranger }) => ({ jku: `${stranger.issuer}/keys` })),
    outcome: 'refused',
  },
  {
    name: 'an address of a certificate (x5u)',
    attempt: strangersKey(({ stranger }) => ({ x5u: `${stranger.issuer}/keys` })),
    outcome: 'refused',
  },
  {
    name: 'a certificate in the header (x5c)',
    attempt: strangersKey(() => ({ x5c: ['MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A'] })),
    outcome: 'refused',
  },
  {
    name: 'a key id that is a path',
    attempt: strangersKey(() => ({ kid: '../../../../dev/null' })),
    outcome: 'refused',
  },
  {
    name: 'a key id that is an address',
    attempt: strangersKey(({ stranger }) => ({ kid: `${stranger.issuer}/keys` })),
    outcome: 'refused',
  },
  {
    name: 'a key id that is SQL',
    attempt: strangersKey(() => ({ kid: "x' UNION SELECT 'secret' --" })),
    outcome: 'refused',
  },
  {
    name: 'a key id that is a name of objects',
    attempt: strangersKey(() => ({ kid: '__proto__' })),
    outcome: 'refused',
  },
  { name: 'a key id that is a number', attempt: strangersKey(() => ({ kid: 0 })), outcome: 'refused' },
  {
    name: 'a key id that is an object',
    attempt: strangersKey(() => ({ kid: { toString: 'company-EdDSA' } })),
    outcome: 'refused',
  },
  { name: 'a critical header that nobody knows', attempt: header({ crit: ['exp2'], exp2: 1 }), outcome: 'refused' },
  { name: 'an empty list of critical headers', attempt: header({ crit: [] }), outcome: 'refused' },
  { name: 'a critical header that is not there', attempt: header({ crit: ['b64'] }), outcome: 'refused' },
  {
    name: 'a payload that is not encoded (b64 false)',
    attempt: header({ crit: ['b64'], b64: false }),
    outcome: 'refused',
  },
];

const issuersAndAudiences: readonly TokenAttack[] = [
  {
    name: 'of an issuer that nobody trusts',
    attempt: ({ stranger }) => stranger.write(soundClaims(stranger)),
    outcome: 'refused',
  },
  {
    name: 'of the address of cloud metadata',
    attempt: claims({ iss: 'http://169.254.169.254/latest' }),
    outcome: 'refused',
  },
  { name: 'of a file', attempt: claims({ iss: 'file:///etc/passwd' }), outcome: 'refused' },
  { name: 'of no issuer', attempt: claims({ iss: undefined }), outcome: 'refused' },
  {
    name: 'of a list of issuers',
    attempt: (world) => claims({ iss: [world.company.issuer] })(world),
    outcome: 'refused',
  },
  {
    name: 'of an issuer that ends in a slash',
    attempt: (world) => claims({ iss: `${world.company.issuer}/` })(world),
    outcome: 'refused',
  },
  {
    name: 'of an issuer in other letters',
    attempt: (world) => claims({ iss: world.company.issuer.toUpperCase() })(world),
    outcome: 'refused',
  },
  {
    name: 'of one trusted issuer, signed by the other',
    attempt: ({ company, partner }) => partner.write(soundClaims(company)),
    outcome: 'refused',
  },
  {
    name: 'of one trusted issuer, for the audience of the other',
    attempt: ({ company }) => company.write(soundClaims(company, { aud: 'partner-api' })),
    outcome: 'refused',
  },
  { name: 'for another audience', attempt: claims({ aud: 'billing' }), outcome: 'refused' },
  { name: 'for an audience that begins like ours', attempt: claims({ aud: 'gordian-admin' }), outcome: 'refused' },
  { name: 'for an audience in other letters', attempt: claims({ aud: 'GORDIAN' }), outcome: 'refused' },
  { name: 'for no audience', attempt: claims({ aud: undefined }), outcome: 'refused' },
  { name: 'for an empty list of audiences', attempt: claims({ aud: [] }), outcome: 'refused' },
  {
    name: 'for a list of audiences without ours',
    attempt: claims({ aud: ['billing', 'gordian '] }),
    outcome: 'refused',
  },
  { name: 'for an audience that is an object', attempt: claims({ aud: { gordian: true } }), outcome: 'refused' },
  {
    name: 'for a list of audiences with ours',
    attempt: claims({ aud: ['billing', audience] }),
    outcome: 'nothing gained',
  },
];

const times: readonly TokenAttack[] = [
  { name: 'expired', attempt: (world) => claims({ exp: nowSeconds() - 30 })(world), outcome: 'refused' },
  { name: 'expired before 1970', attempt: claims({ exp: -1 }), outcome: 'refused' },
  { name: 'without an end', attempt: claims({ exp: undefined }), outcome: 'refused' },
  { name: 'with null for an end', attempt: claims({ exp: null }), outcome: 'refused' },
  { name: 'with an end in words', attempt: claims({ exp: '9999999999' }), outcome: 'refused' },
  {
    name: 'with an end that is infinite when read',
    attempt: ({ company }) => company.write(json(soundClaims(company, { exp: 0 })).replace('"exp":0', '"exp":1e999')),
    outcome: 'refused',
  },
  { name: 'not valid yet', attempt: (world) => claims({ nbf: nowSeconds() + 60 })(world), outcome: 'refused' },
  { name: 'with a beginning in words', attempt: claims({ nbf: 'now' }), outcome: 'refused' },
  { name: 'issued in the future', attempt: (world) => claims({ iat: nowSeconds() + 60 })(world), outcome: 'refused' },
  { name: 'issued in words', attempt: claims({ iat: 'today' }), outcome: 'refused' },
  {
    name: 'with a login in the future, to look recent for ever',
    attempt: (world) => claims({ auth_time: nowSeconds() + 3_600 })(world),
    outcome: 'nothing gained',
    caller: { claims: { azp: 'web-shop', scope: 'orders:write' } },
  },
];

const kinds: readonly TokenAttack[] = [
  { name: 'an ID token that names its type', attempt: header({ typ: 'id+jwt' }), outcome: 'refused' },
  { name: 'a token without a type', attempt: header({ typ: undefined }), outcome: 'refused' },
  { name: 'an ID token: it has the nonce of a login', attempt: claims({ nonce: 'n-0S6' }), outcome: 'refused' },
  {
    name: 'an ID token: it has the hash of an access token',
    attempt: claims({ at_hash: 'MTIzNDU2Nzg5MDEyMzQ1Ng' }),
    outcome: 'refused',
  },
  {
    name: 'an ID token: it has the hash of a code',
    attempt: claims({ c_hash: 'MTIzNDU2Nzg5MDEyMzQ1Ng' }),
    outcome: 'refused',
  },
  { name: 'an ID token that says so in the payload', attempt: claims({ typ: 'ID' }), outcome: 'refused' },
  { name: 'a refresh token', attempt: claims({ typ: 'Refresh' }), outcome: 'refused' },
  { name: 'a logout token', attempt: header({ typ: 'logout+jwt' }), outcome: 'refused' },
  { name: 'a proof of possession', attempt: header({ typ: 'dpop+jwt' }), outcome: 'refused' },
  {
    name: 'a token bound to a key (DPoP) without the proof',
    attempt: claims({ cnf: { jkt: '0ZcOCORZNYy' } }),
    outcome: 'refused',
  },
  {
    name: 'a token bound to a certificate without it',
    attempt: claims({ cnf: { 'x5t#S256': 'bwcK0esc3ACC' } }),
    outcome: 'refused',
  },
  {
    name: 'an assertion that the gateway sent to a subgraph',
    attempt: ({ assertion }) => assertion,
    outcome: 'refused',
  },
  { name: 'a type like that of assertions', attempt: header({ typ: 'gordian-assertion+jwt' }), outcome: 'refused' },
  {
    name: 'five parts, as encrypted tokens have',
    attempt: () => `${encoded({ alg: 'dir', enc: 'A256GCM', zip: 'DEF' })}..AAAA.AAAA.AAAA`,
    outcome: 'refused',
  },
  { name: 'two parts', attempt: () => 'e30.e30', outcome: 'refused' },
  { name: 'a thousand parts', attempt: () => 'e30.'.repeat(1_000), outcome: 'refused' },
  { name: 'a payload that is a list', attempt: ({ company }) => company.write('[]'), outcome: 'refused' },
  { name: 'a payload that is null', attempt: ({ company }) => company.write('null'), outcome: 'refused' },
  { name: 'a payload that is no JSON', attempt: ({ company }) => company.write('{"iss":'), outcome: 'refused' },
  {
    name: 'a header that is no object',
    attempt: ({ company }) => company.write(soundClaims(company), '"EdDSA"'),
    outcome: 'refused',
  },
  {
    name: 'a payload nested 2,000 deep',
    attempt: ({ stranger }) => stranger.write(`${'['.repeat(2_000)}${']'.repeat(2_000)}`),
    outcome: 'refused',
  },
];

const claimsOfAnyForm: readonly TokenAttack[] = [
  { name: 'no subject', attempt: claims({ sub: undefined }), outcome: 'refused' },
  { name: 'an empty subject', attempt: claims({ sub: '' }), outcome: 'refused' },
  { name: 'a subject that is a number', attempt: claims({ sub: 7 }), outcome: 'refused' },
  { name: 'a subject that is a list', attempt: claims({ sub: ['user|7', 'admin'] }), outcome: 'refused' },
  {
    name: 'a subject twice: the last is verified, and the last is used',
    attempt: ({ company }) => company.write(json(soundClaims(company)).replace('{', '{"sub":"admin",')),
    outcome: 'nothing gained',
  },
  {
    name: 'scopes that are an object',
    attempt: claims({ scope: { 'customers:pii:read': true } }),
    outcome: 'nothing gained',
    caller: { scopes: [] },
  },
  {
    name: 'scopes that are a list of lists',
    attempt: claims({ scope: [['customers:pii:read']] }),
    outcome: 'nothing gained',
    caller: { scopes: [] },
  },
  {
    name: 'scopes under another name',
    attempt: claims({ scp: everything, scopes: everything }),
    outcome: 'nothing gained',
  },
  {
    name: 'roles that only look like a list',
    attempt: claims({ roles: { 0: 'admin', length: 1 } }),
    outcome: 'nothing gained',
    caller: { roles: [] },
  },
  {
    name: 'roles under names of a path',
    attempt: claims({ realm_access: { roles: ['admin'] } }),
    outcome: 'nothing gained',
    caller: { roles: [] },
  },
  {
    name: 'a claim that would change every object (__proto__)',
    attempt: ({ company }) =>
      company.write(json(soundClaims(company)).replace('{', '{"__proto__":{"roles":["admin"],"region":"EAST"},')),
    outcome: 'nothing gained',
    caller: { roles: [], claims: { azp: 'web-shop', scope: 'orders:write' } },
  },
  {
    name: 'a claim named constructor',
    attempt: claims({ constructor: { prototype: { roles: ['admin'] } }, prototype: 'x' }),
    outcome: 'nothing gained',
    caller: { roles: [], claims: { azp: 'web-shop', scope: 'orders:write' } },
  },
  {
    name: 'an attribute that is an object, where a rule compares a text',
    attempt: claims({ region: { $ne: null }, employee_id: [['E-7']] }),
    outcome: 'nothing gained',
    caller: { claims: { azp: 'web-shop', scope: 'orders:write' } },
  },
  {
    name: 'an application that is an object',
    attempt: claims({ azp: { id: 'web-shop' } }),
    outcome: 'nothing gained',
    caller: { client: null, claims: { scope: 'orders:write' } },
  },
  {
    name: 'a purpose that the token does not grant',
    attempt: (world) => ({
      headers: [...bearer(claims({ purposes: ['reporting'] })(world)).headers, 'x-purpose', 'fraud'],
    }),
    outcome: 'forbidden',
  },
  {
    name: 'a purpose by a name that all objects have',
    attempt: (world) => ({ headers: [...bearer(claims({ purposes: {} })(world)).headers, 'x-purpose', '__proto__'] }),
    outcome: 'forbidden',
  },
  {
    name: 'two purposes, one of them granted',
    attempt: (world) => ({
      headers: [
        ...bearer(claims({ purposes: ['reporting'] })(world)).headers,
        'x-purpose',
        'reporting',
        'x-purpose',
        'fraud',
      ],
    }),
    outcome: 'forbidden',
  },
  { name: 'a purpose without a token', attempt: () => ({ headers: ['x-purpose', 'fraud'] }), outcome: 'forbidden' },
];

const http: readonly TokenAttack[] = [
  {
    name: 'every header by which somebody may claim to be somebody',
    attempt: () => ({ headers: identityHeaders }),
    outcome: 'anonymous',
  },
  {
    name: 'the same headers beside a token',
    attempt: (world) => ({ headers: [...identityHeaders, ...bearer(claims({})(world)).headers] }),
    outcome: 'nothing gained',
    caller: { roles: [] },
  },
  {
    name: 'two tokens in two headers',
    attempt: (world) => ({ headers: [...bearer(claims({})(world)).headers, ...bearer(claims({})(world)).headers] }),
    outcome: 'refused',
  },
  {
    name: 'two tokens in one header',
    attempt: (world) => bearer(`${claims({})(world)}, Bearer ${claims({})(world)}`),
    outcome: 'refused',
  },
  {
    name: 'a token of another scheme',
    attempt: (world) => ({ headers: ['authorization', `DPoP ${claims({})(world)}`] }),
    outcome: 'refused',
  },
  { name: 'a password', attempt: () => ({ headers: ['authorization', 'Basic YWRtaW46YWRtaW4='] }), outcome: 'refused' },
  { name: 'an empty header', attempt: () => ({ headers: ['authorization', ''] }), outcome: 'refused' },
  { name: 'a scheme without a token', attempt: () => ({ headers: ['authorization', 'Bearer'] }), outcome: 'refused' },
  {
    name: 'a token without a scheme',
    attempt: (world) => ({ headers: ['authorization', claims({})(world)] }),
    outcome: 'refused',
  },
  {
    name: 'a token with a tab before it',
    attempt: (world) => ({ headers: ['authorization', `Bearer\t${claims({})(world)}`] }),
    outcome: 'refused',
  },
  {
    name: 'a token in percent encoding',
    attempt: (world) => bearer(claims({})(world).replaceAll('.', '%2E')),
    outcome: 'refused',
  },
  { name: 'a token in quotes', attempt: (world) => bearer(`"${claims({})(world)}"`), outcome: 'refused' },
  {
    name: 'a token in the query of the address',
    attempt: (world) => ({ headers: [], query: `access_token=${claims({})(world)}` }),
    outcome: 'anonymous',
  },
  {
    name: 'a token in a cookie',
    attempt: (world) => ({
      headers: ['cookie', `authorization=Bearer ${claims({})(world)}; token=${claims({})(world)}`],
    }),
    outcome: 'anonymous',
  },
  {
    name: 'a token for the proxy',
    attempt: (world) => ({ headers: ['proxy-authorization', `Bearer ${claims({})(world)}`] }),
    outcome: 'anonymous',
  },
  {
    name: 'a token in a header of its own',
    attempt: (world) => ({
      headers: ['x-access-token', claims({})(world), 'x-authorization', `Bearer ${claims({})(world)}`],
    }),
    outcome: 'anonymous',
  },
  {
    name: 'a token in the body',
    attempt: (world) => ({
      headers: [],
      body: {
        access_token: claims({})(world),
        extensions: { headers: { authorization: `Bearer ${claims({})(world)}` } },
      },
    }),
    outcome: 'anonymous',
  },
  { name: 'a sound token of 9 KB', attempt: claims({ padding: 'x'.repeat(7_000) }), outcome: 'refused' },
  { name: 'a token of 20 KB', attempt: () => 'x'.repeat(20_000), outcome: 'not HTTP' },
  {
    name: 'a token after 200 other headers',
    attempt: (world) => ({
      headers: [
        ...Array.from({ length: 200 }, (_, index) => [`x-${index}`, '1']).flat(),
        ...bearer(claims({})(world)).headers,
      ],
    }),
    outcome: 'not HTTP',
  },
];

export const tokenAttacks: readonly TokenAttack[] = [
  ...signatures,
  ...keys,
  ...issuersAndAudiences,
  ...times,
  ...kinds,
  ...claimsOfAnyForm,
  ...http,
];
