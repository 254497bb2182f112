// `gordian access` against a whole system: what people type, what they read, and what scripts get.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runGordian } from '../../support/run-gordian.ts';
import { type AccessMesh, startAccessMesh } from './access-mesh.ts';

let mesh: AccessMesh;

beforeAll(async () => {
  mesh = await startAccessMesh();
});
afterAll(() => mesh.close());

/** @param words after `gordian access` */
async function access(token: string, ...words: string[]): Promise<string> {
  const { stdout } = await runGordian(['access', ...words, '--url', mesh.url], { GORDIAN_TOKEN: token });
  return stdout;
}

test('a request goes from the prompt of one to the prompts of two others, and back', async () => {
  const [ann, lea, sue] = await Promise.all([
    mesh.tokenFor('ann'),
    mesh.tokenFor('lea', { roles: ['people-leads'] }),
    mesh.tokenFor('sue', { roles: ['security'] }),
  ]);
  const asked = await access(
    ann,
    'request',
    'Person.badge',
    '--purpose',
    'doors',
    '--reason',
    'New lock.',
    '--for',
    'PT8H',
  );
  expect(asked).toMatch(/^state +PENDING$/m);
  expect(asked).toMatch(/^approvers +people-leads, security$/m);
  expect(asked).toMatch(/^policyEvaluation +staff\/people: Somebody of people-leads has to agree, and another/m);
  const id = /^id +(\S+)$/m.exec(asked)![1]!;

  const toDecide = await access(lea, 'list', '--others');
  expect(toDecide).toMatch(/^request +who +targets +state +for +deciders$/m);
  expect(toDecide).toContain(`${id}  ann  Person.badge  PENDING  PT8H  people-leads, security`);
  await access(lea, 'approve', id, '--reason', 'Known.');
  const decided = JSON.parse(await access(sue, 'approve', id, '--reason', 'Fine.', '--format', 'json'));
  expect(decided).toMatchObject({ id, state: 'APPROVED', grant: { id: expect.any(String) } });

  expect(await access(ann, 'list', 'grants')).toContain(`${decided.grant.id}  ann  Person.badge`);
  expect(await access(ann, 'revoke', decided.grant.id, '--reason', 'Done.')).toMatch(/^revokedBy +ann$/m);
  expect(await access(ann, 'list', 'grants')).toBe('There are none.\n');
});

test('one is denied, and one is cancelled', async () => {
  const [ann, lea] = [await mesh.tokenFor('ann'), await mesh.tokenFor('lea', { roles: ['people-leads'] })];
  const ask = async () => {
    const text = await access(
      ann,
      'request',
      'Person.grade',
      '--purpose',
      'pay',
      '--reason',
      'Why not.',
      '--format',
      'json',
    );
    return (JSON.parse(text) as { id: string }).id;
  };
  expect(await access(lea, 'deny', await ask(), '--reason', 'No.')).toMatch(/^state +DENIED$/m);
  expect(await access(ann, 'cancel', await ask())).toMatch(/^state +CANCELLED$/m);
});

test('glass is broken, mended and reviewed', async () => {
  const fred = await mesh.tokenFor('fred', {
    roles: ['break-glass'],
    auth_time: Math.floor(Date.now() / 1_000),
    amr: ['otp'],
  });
  const oto = await mesh.tokenFor('oto', { roles: ['staff-office'] });
  const words = ['break-glass', 'Person.badge', '--ticket', 'INC-1', '--reason', 'Fire.', '--minutes', '5'];
  const { id } = JSON.parse(await access(fred, ...words, '--format', 'json'));
  expect(await access(oto, 'list', 'glasses', '--others')).toContain(`${id}  fred  INC-1   Person.badge`);
  await access(fred, 'end-glass', id);
  expect(await access(oto, 'review-glass', id, '--verdict', 'justified', '--note', 'A fire indeed.')).toMatch(
    /^verdict +JUSTIFIED$/m,
  );
});

test.each([
  [
    'what cannot be asked for',
    ['request', 'Person.height', '--purpose', 'p', '--reason', 'Because.'],
    'ACCESS_TARGET_UNKNOWN',
  ],
  ['a decision that is not theirs', ['approve', 'nothing', '--reason', 'Because.'], 'NOT_FOUND'],
  ['a glass without a login', ['break-glass', 'Person.badge', '--ticket', 'INC', '--reason', 'Fire.'], 'FORBIDDEN'],
  ['a list that there is not', ['list', 'wishes'], 'BAD_USER_INPUT'],
])('%s fails with the code of the graph', async (_, words, code) => {
  await expect(mesh.tokenFor('ann').then((token) => access(token, ...words))).rejects.toMatchObject({ code });
});

test('without a token, or without a gateway, says what to do', async () => {
  await expect(access('', 'list')).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
    message: expect.stringMatching(/--token/),
  });
  const nowhere = ['access', 'list', '--url', 'http://127.0.0.1:1', '--token', 'x'];
  await expect(runGordian(nowhere)).rejects.toMatchObject({
    code: 'NOT_READY',
    message: expect.stringMatching(/--url/),
  });
});
