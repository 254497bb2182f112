// What the registry signs and what a gateway believes: real keys, the real registry over HTTP, and a gateway's source and disk.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlattenedSign } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { lastKnownGood } from '../../../../gateway/supergraph/last-known-good.ts';
import { registrySource } from '../../../../gateway/supergraph/supergraph-source.ts';
import {
  type ArtefactTrust,
  type ReceivedArtefact,
  trustSigned,
} from '../../../../gateway/supergraph/verify-artefact.ts';
import { createArtefactSigner } from '../../../../subgraphs/metadata/registry/sign-artefact.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { twoDomains } from '../two-domains.ts';

const folder = mkdtempSync(join(tmpdir(), 'gordian-signed-'));
const keyFile = join(folder, 'signing.pem');
const publicKeysFile = join(folder, 'keys.json');
let metadata: MetadataUnderTest;
let trust: ArtefactTrust;

const newKey = () => generateKeyPairSync('ed25519').privateKey;
const pemOf = (key: ReturnType<typeof newKey>) => key.export({ type: 'pkcs8', format: 'pem' }) as string;
const ours = newKey();

beforeAll(async () => {
  writeFileSync(keyFile, pemOf(ours));
  metadata = await startMetadata({ SIGNING_KEY_FILE: keyFile });
  await metadata.register(twoDomains());
  const { body } = await metadata.send<object>('GET', '/registry/keys');
  writeFileSync(publicKeysFile, JSON.stringify(body));
});

beforeEach(async () => {
  trust = await trustSigned({ publicKeysFile, variant: 'prod' });
});

afterAll(async () => {
  await metadata?.close();
  rmSync(folder, { recursive: true });
});

const source = (trusting: ArtefactTrust = trust) =>
  registrySource({ url: metadata.url, variant: 'prod' }, () => metadata.token('gordian:supergraph:read'), trusting);

async function received(): Promise<ReceivedArtefact> {
  return (await source().load(null))!.received!;
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'believed',
    (error: { readonly code?: string; readonly message: string }) => `${error.code}: ${error.message}`,
  );

describe('a gateway with the keys of the registry', () => {
  it('believes what the registry answers', async () => {
    const { artefact } = (await source().load(null))!;
    expect(artefact).toMatchObject({ sequence: 1, supergraphSdl: expect.stringContaining('type Person') });
  });

  const tampered: readonly [
    string,
    string,
    (came: ReceivedArtefact) => Promise<ReceivedArtefact> | ReceivedArtefact,
  ][] = [
    ['without a signature', 'it is not signed', ({ text }) => ({ text, signature: null })],
    [
      'of which one classification was opened',
      'no key of supergraph.publicKeysFile has signed these bytes',
      ({ text, signature }) => ({ text: text.replace('"INTERNAL"', '"PUBLIC"'), signature }),
    ],
    [
      'with a space more',
      'no key of supergraph.publicKeysFile has signed these bytes',
      ({ text, signature }) => ({ text: `${text} `, signature }),
    ],
    [
      'signed by another',
      'no key of supergraph.publicKeysFile has signed these bytes',
      async ({ text }) => ({ text, signature: await signature(text, newKey(), 'gordian-supergraph') }),
    ],
    [
      'that the same key signed as something else',
      'its signature was made for something else',
      async ({ text }) => ({ text, signature: await signature(text, ours, 'jwt') }),
    ],
    ['whose signature is none', 'its signature is not a detached JWS', ({ text }) => ({ text, signature: 'a.b.c' })],
    [
      'of another variant',
      'it was published for the variant "dev", and this gateway serves "prod"',
      async ({ text }) => resigned(text, { variant: 'dev' }),
    ],
    [
      'that is no publication',
      'what is signed names no variant and no sequence',
      async ({ text }) => resigned(text, { sequence: undefined }),
    ],
  ];

  test.each(tampered)('refuses one %s: %s', async (_what, why, change) => {
    const came = await change(await received());
    expect(await codeOf(trust.open(came))).toBe(`SUPERGRAPH_UNTRUSTED: The supergraph is not trusted: ${why}.`);
  });

  it('refuses an older one that is played again, and takes the same again as a new publication', async () => {
    const first = await received();
    expect(await codeOf(trust.open(await resigned(first.text, { sequence: 9 })))).toBe('believed');
    expect(await codeOf(trust.open(first))).toContain('it is publication 1, and this gateway has believed 9');
    expect(await codeOf(trust.open(await resigned(first.text, { sequence: 10 })))).toBe('believed');
  });

  it('holds what is on its disk against the keys as well, and believes nothing older than that', async () => {
    const file = join(folder, 'supergraph.json');
    const kept = () => lastKnownGood({ file, variant: 'prod', trust });
    const came = await resigned((await received()).text, { sequence: 7 });
    const artefact = (await source().load(null))!.artefact;
    await kept().keep({ artefact, received: came });
    trust = await trustSigned({ publicKeysFile, variant: 'prod' });
    expect((await kept().read())?.artefact.sequence).toBe(7);
    expect(await codeOf(source().load(null))).toContain('this gateway has believed 7');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"INTERNAL"', '"PUBLIC"'));
    expect(await codeOf(kept().read())).toContain('SUPERGRAPH_UNTRUSTED');
  });

  it('says which file holds no keys', async () => {
    const missing = join(folder, 'missing.json');
    expect(await codeOf(trustSigned({ publicKeysFile: missing, variant: 'prod' }))).toMatch(
      /^CONFIG_INVALID: .*missing\.json is no key set.*GET \/registry\/keys/,
    );
  });
});

describe('a change of keys', () => {
  it('publishes both, signs with the first, and signs again what is registered unchanged', async () => {
    const next = newKey();
    writeFileSync(keyFile, pemOf(next) + pemOf(ours));
    const { keyId, keys } = await createArtefactSigner(keyFile);
    expect(keys.map(({ kid }) => kid)[0]).toBe(keyId);
    const another = await metadata.startAnother(60_000);
    try {
      const before = await received();
      const { body } = await metadata.register(twoDomains(), 'again', another.url);
      expect(body.status).toBe('unchanged');
      const url = new URL('/registry/keys', another.url);
      writeFileSync(publicKeysFile, await (await fetch(url)).text());
      const after = await received();
      expect(after.text).toBe(before.text);
      expect(after.signature).not.toBe(before.signature);
    } finally {
      await another.close();
    }
  });

  test.each([
    ['no key', 'not a key', 'it holds no private key in PKCS #8 PEM'],
    [
      'a key of another kind',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      'a key is not Ed25519',
    ],
  ])('refuses to start with %s', async (_what, text, why) => {
    writeFileSync(join(folder, 'bad.pem'), text);
    expect(await codeOf(createArtefactSigner(join(folder, 'bad.pem')))).toContain(why);
  });
});

async function signature(text: string, key: ReturnType<typeof newKey>, typ: string): Promise<string> {
  const kid = (JSON.parse(readFileSync(publicKeysFile, 'utf8')) as { keys: { kid: string }[] }).keys[0]!.kid;
  const header = { alg: 'EdDSA', kid, typ, b64: false, crit: ['b64'] };
  const jws = await new FlattenedSign(Buffer.from(text)).setProtectedHeader(header).sign(key);
  return `${jws.protected}..${jws.signature}`;
}

async function resigned(text: string, change: object): Promise<ReceivedArtefact> {
  const changed = JSON.stringify({ ...(JSON.parse(text) as object), ...change });
  return { text: changed, signature: await signature(changed, ours, 'gordian-supergraph') };
}
