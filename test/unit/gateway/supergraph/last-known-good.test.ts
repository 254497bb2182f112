import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastKnownGood } from '../../../../gateway/supergraph/last-known-good.ts';
import { type ArtefactTrust, trustEverything } from '../../../../gateway/supergraph/verify-artefact.ts';
import { GordianError } from '../../../../kit/errors.ts';
import { buildArtefact } from '../../../../schema/artefact.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gordian-kept-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, 'state', 'supergraph.json');
const keptBy = (variant = 'prod', trust: ArtefactTrust = trustEverything) =>
  lastKnownGood({ file: file(), variant, trust });

function published(sequence: number, variant = 'prod') {
  const built = buildArtefact({
    supergraphSdl: `type Query { a${sequence}: Int }`,
    classifications: new Map([['Query.a', { level: 'PUBLIC', tags: [], product: 'a/a', domain: 'a' }]]),
    publishedAt: new Date(0),
  });
  const artefact = { ...built, variant, sequence };
  // Spaces that no printer of ours would write: what was signed is kept, not what we would write.
  return { artefact, received: { text: ` ${JSON.stringify(artefact)} `, signature: 'header..signature' } };
}

test('what is kept comes back as it was received, with its signature', async () => {
  expect(await keptBy().read()).toBeNull();
  await keptBy().keep(published(1));
  await keptBy().keep(published(2));
  expect(await keptBy().read()).toEqual(published(2));
  expect(readdirSync(join(folder, 'state'))).toEqual(['supergraph.json']);
});

test('the file says in its first line which variant and which publication it holds', async () => {
  await keptBy().keep(published(7));
  const [head] = readFileSync(file(), 'utf8').split('\n');
  expect(JSON.parse(head!)).toMatchObject({ variant: 'prod', sequence: 7, id: published(7).artefact.id });
});

const damages: readonly [string, (bytes: string) => string][] = [
  ['empty', () => ''],
  ['cut in its first line', (bytes) => bytes.slice(0, 20)],
  ['cut in the middle', (bytes) => bytes.slice(0, bytes.length / 2)],
  ['one byte short', (bytes) => bytes.trimEnd().slice(0, -1)],
  ['with a bit that turned', (bytes) => bytes.replace('a3: Int', 'b3: Int')],
  ['zeros, as a power cut leaves them', (bytes) => '\0'.repeat(bytes.length)],
  ['not ours', () => '<html>\n</html>'],
  ['of another variant by its first line', (bytes) => bytes.replace('{"variant":"prod"', '{"variant":"dev"')],
];
test.each(damages)('a file that is %s is refused, and says so', async (_, damage) => {
  await keptBy().keep(published(3));
  const whole = readFileSync(file(), 'utf8');
  const damaged = damage(whole);
  expect(damaged).not.toBe(whole);
  writeFileSync(file(), damaged);
  await expect(keptBy().read()).rejects.toMatchObject({
    code: 'SUPERGRAPH_INVALID',
    message: expect.stringContaining(file()),
  });
});

test('what a gateway of another variant has kept is not served', async () => {
  await keptBy('staging').keep(published(4, 'staging'));
  await expect(keptBy('prod').read()).rejects.toThrow('it is of the variant "staging", and not "prod"');
});

test('what nobody vouches for is refused as such', async () => {
  await keptBy().keep(published(5));
  const trust: ArtefactTrust = {
    open: () => Promise.reject(new GordianError('SUPERGRAPH_UNTRUSTED', 'not by us')),
  };
  await expect(keptBy('prod', trust).read()).rejects.toMatchObject({ code: 'SUPERGRAPH_UNTRUSTED' });
});

test('half a file beside it, of a crash while it was written, is no harm', async () => {
  await keptBy().keep(published(6));
  writeFileSync(`${file()}.next`, 'half');
  expect(await keptBy().read()).toEqual(published(6));
  await keptBy().keep(published(7));
  expect(await keptBy().read()).toEqual(published(7));
});
