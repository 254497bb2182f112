import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CryptoKey,
  decodeJwt,
  decodeProtectedHeader,
  exportPKCS8,
  generateKeyPair,
  importPKCS8,
  SignJWT,
} from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { anonymous, type Caller, type CallerGrant } from '../../../kit/caller.ts';
import { GordianError } from '../../../kit/errors.ts';
import {
  type AssertionSigner,
  type AssertionVerifier,
  createAssertionSigner,
  createAssertionVerifier,
  digestOf,
  requireOperation,
} from '../../../kit/gateway-assertion.ts';
import { nowSeconds } from '../../support/token-issuer.ts';

const steward: Caller = {
  subject: 'user|7',
  client: 'playground',
  scopes: new Set(['customers:pii:read']),
  roles: new Set(['steward']),
  claims: { region: 'EAST', teams: ['a', 'b'] },
  purpose: 'care',
  expiresAt: 2_000_000_000,
};

let gateway: Server;
let jwksUrl: string;
let served: { keys: readonly object[] };
let status = 200;
let signer: AssertionSigner;
let privateKey: string;
let verify: AssertionVerifier;

beforeAll(async () => {
  privateKey = await exportPKCS8((await generateKeyPair('EdDSA', { extractable: true })).privateKey);
  signer = await createAssertionSigner({ privateKey });
  gateway = createServer((_request, response) => response.writeHead(status).end(JSON.stringify(served)));
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  jwksUrl = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/.well-known/jwks.json`;
});

beforeEach(() => {
  served = signer.jwks();
  status = 200;
  verify = createAssertionVerifier({ jwksUrl, audience: 'customers' });
});

afterAll(() => void gateway.close());

const request = {
  audience: 'customers',
  caller: steward,
  internal: ['Customer.id', 'Customer.region'],
  policyVersion: 'v1',
  operation: { kind: 'document', digest: digestOf('{ a }') } as const,
};

describe('an assertion', () => {
  test('carries the caller and the internal coordinates to the subgraph it is for', async () => {
    expect(await verify(`Bearer ${await signer.sign(request)}`)).toEqual({
      caller: steward,
      internal: new Set(request.internal),
      policyVersion: 'v1',
      operation: request.operation,
    });
  });

  test('carries an anonymous caller', async () => {
    const { caller, internal } = await verify(
      `Bearer ${await signer.sign({ ...request, caller: anonymous, internal: [] })}`,
    );
    expect(caller).toEqual(anonymous);
    expect(internal.size).toBe(0);
  });

  test('lives thirty seconds, says for whom it is and by which policy', async () => {
    const token = await signer.sign(request);
    const { iat, exp, iss, aud, policy } = decodeJwt(token);
    expect({ life: exp! - iat!, iss, aud, policy }).toEqual({
      life: 30,
      iss: 'gordian-gateway',
      aud: 'customers',
      policy: 'v1',
    });
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'EdDSA', typ: 'gordian-assertion+jwt' });
  });

  test('is verified with a public key only: the private half is never served', () => {
    expect(Object.keys(signer.jwks().keys[0]!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });

  test('of a configured key has the same key id in every gateway', async () => {
    expect((await createAssertionSigner({ privateKey })).jwks()).toEqual(signer.jwks());
  });
});

describe('what was granted', () => {
  const grant = (id: string, validUntil: number): CallerGrant => ({
    id,
    targets: ['A.b'],
    outcome: 'ALLOW',
    validUntil,
  });
  const carried = async (more: Partial<Caller>) =>
    (await verify(`Bearer ${await signer.sign({ ...request, caller: { ...steward, ...more } })}`)).caller;

  test('travels while it is live, the broken glass too, and what has ended stays behind', async () => {
    const [live, over] = [grant('live', nowSeconds() + 60), grant('over', nowSeconds() - 1)];
    expect(await carried({ grants: [live, over], breakGlass: live })).toMatchObject({
      grants: [live],
      breakGlass: live,
    });
    const caller = await carried({ grants: [over], breakGlass: over });
    expect([caller.grants, caller.breakGlass]).toEqual([undefined, undefined]);
  });
});

describe('an assertion is good for', () => {
  const [document, body] = ['query ($id: ID!) { a(id: $id) }', '{"query":"{ a }"}'];
  const sent: Record<string, string> = { document, request: body };

  test.each<[string, 'document' | 'request', string, boolean]>([
    ['its document', 'document', document, true],
    ['its request', 'request', body, true],
    ['no other document', 'document', `${document} `, false],
    ['no other request', 'request', `${body} `, false],
    ['no document that is its request', 'document', body, false],
  ])('%s', (_name, kind, madeFor, isGood) => {
    const check = () =>
      requireOperation({ operation: { kind, digest: digestOf(madeFor) } }, (asked) => digestOf(sent[asked]!));
    if (isGood) expect(check).not.toThrow();
    else expect(check).toThrow('answers the gateway only');
  });

  test('nothing that has no digest', () => {
    expect(() => requireOperation({ operation: { kind: 'document', digest: '' } }, () => undefined)).toThrow();
  });
});

describe('a subgraph refuses', () => {
  const sign = async (claims: object, header: object = {}, key?: CryptoKey) => {
    const payload = {
      caller: { ...steward, scopes: [], roles: [] },
      internal: [],
      policy: 'v1',
      operation: request.operation,
      iss: 'gordian-gateway',
      aud: 'customers',
      iat: nowSeconds(),
      exp: nowSeconds() + 30,
      ...claims,
    };
    const protectedHeader = { alg: 'EdDSA', kid: signer.jwks().keys[0]!.kid!, typ: 'gordian-assertion+jwt', ...header };
    return new SignJWT(payload)
      .setProtectedHeader(protectedHeader)
      .sign(key ?? (await importPKCS8(privateKey, 'EdDSA')));
  };
  const unsigned = (alg: string) =>
    `${[
      { alg, typ: 'gordian-assertion+jwt' },
      { iss: 'gordian-gateway', aud: 'customers' },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')}.`;

  test('the control is accepted', async () => {
    expect((await verify(`Bearer ${await sign({})}`)).caller.subject).toBe('user|7');
  });

  test.each<[string, () => Promise<string> | string]>([
    ['for another subgraph', () => sign({ aud: 'orders' })],
    ['for nobody', () => sign({ aud: undefined })],
    ['of another issuer', () => sign({ iss: 'https://idp.example' })],
    ['that has ended', () => sign({ iat: nowSeconds() - 60, exp: nowSeconds() - 30 })],
    ['without an end', () => sign({ exp: undefined })],
    ['that is old, whatever end it claims', () => sign({ iat: nowSeconds() - 120, exp: nowSeconds() + 3_600 })],
    ['from the future', () => sign({ iat: nowSeconds() + 120 })],
    ['without the time of its making', () => sign({ iat: undefined })],
    ['without a caller', () => sign({ caller: undefined })],
    ['without the internal coordinates', () => sign({ internal: undefined })],
    ['without the policy', () => sign({ policy: undefined })],
    ['without an operation', () => sign({ operation: undefined })],
    ['of the type of an access token', () => sign({}, { typ: 'at+jwt' })],
    ['without a type', () => sign({}, { typ: undefined })],
    ['of a key that the gateway does not serve', async () => sign({}, {}, (await generateKeyPair('EdDSA')).privateKey)],
    ['of an unknown key id', () => sign({}, { kid: 'unknown' })],
    ['that is not signed', () => unsigned('none')],
    ['that is garbage', () => 'garbage'],
  ])('an assertion %s', async (_name, make) => {
    await expect(codeOf(verify(`Bearer ${await make()}`))).resolves.toBe('UNAUTHENTICATED');
  });

  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Basic dXNlcjpwYXNz',
    'Bearer a b',
  ])('the header %j', async (header) => {
    await expect(codeOf(verify(header))).resolves.toBe('UNAUTHENTICATED');
  });
});

describe('the keys of the gateway', () => {
  test('change when it restarts, and a running subgraph finds the new one', async () => {
    await verify(`Bearer ${await signer.sign(request)}`);
    const restarted = await createAssertionSigner({});
    served = restarted.jwks();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2_000 });
    expect((await verify(`Bearer ${await restarted.sign(request)}`)).caller.subject).toBe('user|7');
    vi.useRealTimers();
  });

  test('that cannot be read are a fault and no refusal', async () => {
    status = 503;
    await expect(codeOf(verify(`Bearer ${await signer.sign(request)}`))).resolves.toBe('KEYS_UNAVAILABLE');
    const nowhere = createAssertionVerifier({ jwksUrl: 'http://127.0.0.1:9/', audience: 'customers' });
    await expect(codeOf(nowhere(`Bearer ${await signer.sign(request)}`))).resolves.toBe('KEYS_UNAVAILABLE');
  });
});

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('It was accepted.'),
    (reason: unknown) => reason,
  );
  if (error instanceof GordianError) return error.code;
  throw error;
}
