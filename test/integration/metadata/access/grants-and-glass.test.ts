// What is granted ends when somebody ends it; glass is broken in an emergency only, and not without being seen.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../../kit/caller.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder } from '../two-domains.ts';
import { staff } from './guarded-domain.ts';
import {
  ann,
  auditor,
  glassFields,
  grantFields,
  lead,
  officer,
  owner,
  person,
  type Workflow,
  workflowOf,
} from './people.ts';

let metadata: MetadataUnderTest;
let workflow: Workflow;
let count = 0;

beforeAll(async () => {
  metadata = await startMetadata();
  workflow = workflowOf(metadata);
  await metadata.register([staff(), metadataFolder()]);
});
afterAll(() => metadata.close());

async function granted(): Promise<{ id: string; requester: Caller }> {
  const requester = person(`holder-${count++}`);
  const { value } = await workflow.ask(requester, { targets: ['Person.grade'] });
  const decided = await workflow.decide(lead, value.id, true);
  return { id: decided.value.grant.id, requester };
}

describe('a grant is ended', () => {
  test.each([
    ['by whoever holds it', (requester: Caller) => requester],
    ['by whoever decides about such', () => lead],
    ['by security', () => auditor],
  ])('%s', async (_, by) => {
    const { id, requester } = await granted();
    const { value } = await workflow.revoke(by(requester), id);
    expect(value).toMatchObject({ id, revokedBy: by(requester).subject, revokeReason: 'Not needed any more.' });
    expect((await workflow.live()).map((held) => held.id)).not.toContain(id);
    expect((await workflow.revoke(by(requester), id)).code).toBe('ALREADY_DECIDED');
  });

  test.each([
    ['by somebody else', () => ann],
    ['by another group', () => officer],
    ['by the same name at another issuer', (requester: Caller) => ({ ...requester, issuer: 'https://other.test' })],
  ])('but not %s', async (_, by) => {
    const { id, requester } = await granted();
    expect((await workflow.revoke(by(requester), id)).code).toBe('NOT_AN_APPROVER');
  });

  test('by its time', async () => {
    const { id, requester } = await granted();
    metadata.clock.advance(86_400_000);
    expect((await workflow.revoke(requester, id)).code).toBe('ALREADY_DECIDED');
    expect(await workflow.list(requester, 'accessGrants', 'id')).toEqual([]);
    expect(await workflow.list(requester, 'accessGrants(live: false)', 'id')).toEqual([{ id }]);
  });
});

describe('gateways report', () => {
  async function report(body: object, scope = 'gordian:grants:read'): Promise<number> {
    const token = await metadata.token(scope);
    return (await metadata.send('POST', '/access/grants/report', { token, body })).status;
  }

  test('when they have applied a grant; the first counts', async () => {
    const { id, requester } = await granted();
    const first = metadata.clock.now().toISOString();
    expect(await report({ applied: [id], used: [] })).toBe(202);
    metadata.clock.advance(5_000);
    await report({ applied: [id, 'gone'], used: [] });
    expect(await workflow.list(requester, 'accessGrants', grantFields)).toMatchObject([
      { id, effectiveAtGateway: first, lastUsed: null },
    ]);
  });

  test('what was used, and when last; what nobody uses is listed', async () => {
    const used = await granted();
    const idle = await granted();
    metadata.clock.advance(7_200_000);
    const at = new Date(metadata.clock.now().getTime() - 60_000).toISOString();
    const before = new Date(metadata.clock.now().getTime() - 120_000).toISOString();
    await report({ applied: [], used: [{ id: used.id, at }] });
    await report({ applied: [], used: [{ id: used.id, at: before }] });
    expect(await workflow.list(used.requester, 'accessGrants', 'lastUsed')).toEqual([{ lastUsed: at }]);
    const unused = await workflow.list(lead, 'accessGrants(mine: false, unusedFor: "PT1H", first: 100)', 'id');
    expect(unused).toContainEqual({ id: idle.id });
    expect(unused).not.toContainEqual({ id: used.id });
  });

  test('nothing of the future', async () => {
    const { id, requester } = await granted();
    await report({ applied: [], used: [{ id, at: '2999-01-01T00:00:00Z' }] });
    const now = metadata.clock.now().toISOString();
    expect(await workflow.list(requester, 'accessGrants', 'lastUsed')).toEqual([{ lastUsed: now }]);
  });

  test.each([
    ['something else', { used: [] }, 'gordian:grants:read', 400],
    ['as somebody who may not', { applied: [], used: [] }, 'gordian:supergraph:read', 403],
  ])('and are refused when they report %s', async (_, body, scope, status) => {
    expect(await report(body, scope)).toBe(status);
  });
});

describe('gateways follow', () => {
  test('all that is live, told once for each version', async () => {
    const { id } = await granted();
    const token = await metadata.token('gordian:grants:read');
    const first = await metadata.send<{ version: string; grants: object[] }>('GET', '/access/grants', { token });
    expect(first.headers.etag).toBe(`"${first.body.version}"`);
    expect(first.body.grants).toContainEqual(
      expect.objectContaining({
        id,
        issuer: 'https://identity.test',
        targets: ['Person.grade'],
        outcome: 'ALLOW',
        ticket: null,
      }),
    );
    const headers = { 'if-none-match': String(first.headers.etag) };
    expect((await metadata.send('GET', '/access/grants', { token, headers })).status).toBe(304);
    await granted();
    expect((await metadata.send('GET', '/access/grants', { token, headers })).status).toBe(200);
  });

  test.each(['/access/grants', '/access/grants/stream'])('%s, and nobody else does', async (path) => {
    expect((await metadata.send('GET', path)).status).toBe(401);
    const token = await metadata.token('gordian:supergraph:read');
    expect((await metadata.send('GET', path, { token })).status).toBe(403);
  });
});

describe('glass', () => {
  const fireman = (more: Partial<Caller> = {}) =>
    person(`fireman-${count++}`, {
      roles: new Set(['break-glass']),
      claims: { auth_time: Math.floor(Date.now() / 1_000) - 60, amr: ['pwd', 'otp'] },
      ...more,
    });

  test('is broken by whoever may, at once and for minutes; the owners hear of it', async () => {
    const breaker = fireman();
    const { value } = await workflow.breakGlass(breaker, {
      targets: ['Person.badge', 'Person.badgeCopy'],
      ticket: 'INC-7',
    });
    expect(value).toMatchObject({
      brokenBy: breaker.subject,
      ticket: 'INC-7',
      owners: ['reception', 'staff-office'],
      verdict: null,
    });
    expect(Date.parse(value.validUntil) - Date.parse(value.validFrom)).toBe(15 * 60_000);
    expect(await workflow.live()).toContainEqual(
      expect.objectContaining({ id: value.id, ticket: 'INC-7', targets: ['Person.badge', 'Person.badgeCopy'] }),
    );
    const told = await workflow.list(owner, 'notifications(first: 1)', 'team topic body');
    expect(told).toMatchObject([{ team: 'staff-office', topic: 'access.glass-broken' }]);
    expect(JSON.parse(told[0]!.body as string)).toMatchObject({
      breakGlass: value.id,
      brokenBy: breaker.subject,
      ticket: 'INC-7',
    });
  });

  test.each<[string, Partial<Caller>]>([
    ['without the role', { roles: new Set(['break glass']) }],
    ['without a login time', { claims: { amr: ['otp'] } }],
    ['with a login of a while ago', { claims: { auth_time: Math.floor(Date.now() / 1_000) - 301, amr: ['otp'] } }],
    ['with a login to come', { claims: { auth_time: Math.floor(Date.now() / 1_000) + 60, amr: ['otp'] } }],
    ['with a password only', { claims: { auth_time: Math.floor(Date.now() / 1_000), amr: ['pwd'] } }],
    [
      'with a login time that is no number',
      { claims: { auth_time: String(Math.floor(Date.now() / 1_000)), amr: ['otp'] } },
    ],
  ])('is not broken %s', async (_, more) => {
    const outcome = await workflow.breakGlass(fireman(more), {});
    expect([outcome.value, outcome.code]).toEqual([null, 'FORBIDDEN']);
  });

  test.each([
    ['for longer', { minutes: 16 }, 'BAD_USER_INPUT'],
    ['for no time', { minutes: 0 }, 'BAD_USER_INPUT'],
    ['for what does not exist', { targets: ['Person.height'] }, 'ACCESS_TARGET_UNKNOWN'],
    ['for what is tagged secret', { targets: ['Person.clearance'] }, 'ACCESS_TARGET_UNKNOWN'],
    ['with a ticket that is no header', { ticket: 'INC 1\r\nx: y' }, 'BAD_USER_INPUT'],
    ['without a reason', { reason: '' }, 'BAD_USER_INPUT'],
  ])('is not broken %s', async (_, input, code) => {
    expect((await workflow.breakGlass(fireman(), input)).code).toBe(code);
  });

  test('is broken once with a ticket: again it is the same glass, and afterwards none', async () => {
    const breaker = fireman();
    const { value } = await workflow.breakGlass(breaker, { minutes: 1 });
    expect((await workflow.breakGlass(breaker, { minutes: 15 })).value).toMatchObject({
      id: value.id,
      validUntil: value.validUntil,
    });
    expect((await workflow.breakGlass(breaker, { targets: ['Person.name'] })).code).toBe('CONFLICT');
    metadata.clock.advance(60_000);
    expect((await workflow.breakGlass(breaker, {})).code).toBe('CONFLICT');
    expect((await workflow.breakGlass(breaker, { ticket: 'INC-2' })).code).toBeUndefined();
  });

  test('is broken four times within a day by one person, and not once more', async () => {
    const breaker = fireman();
    for (const ticket of ['DAY-1', 'DAY-2', 'DAY-3', 'DAY-4'])
      expect((await workflow.breakGlass(breaker, { ticket })).code).toBeUndefined();
    expect((await workflow.breakGlass(breaker, { ticket: 'DAY-5' })).code).toBe('ACCESS_LIMIT_EXCEEDED');
    expect((await workflow.breakGlass(breaker, { ticket: 'DAY-4' })).code).toBeUndefined();
    const namesake = { ...breaker, issuer: 'https://other.test' };
    expect((await workflow.breakGlass(namesake, { ticket: 'DAY-5' })).code).toBeUndefined();
    metadata.clock.advance(86_400_000);
    expect((await workflow.breakGlass(breaker, { ticket: 'DAY-5' })).code).toBeUndefined();
  });

  test('is mended before its time by whoever broke it or the owners, and by nobody else', async () => {
    for (const by of ['breaker', 'owner'] as const) {
      const breaker = fireman();
      const { value } = await workflow.breakGlass(breaker, {});
      expect((await workflow.endGlass(ann, value.id)).code).toBe('NOT_AN_APPROVER');
      expect((await workflow.endGlass(by === 'owner' ? owner : breaker, value.id)).value.endedAt).not.toBeNull();
      expect((await workflow.live()).map(({ id }) => id)).not.toContain(value.id);
    }
  });

  test('has a review that waits until somebody else closes it', async () => {
    const breaker = fireman({ roles: new Set(['break-glass', 'staff-office']), scopes: new Set(['gordian:security']) });
    const { value } = await workflow.breakGlass(breaker, {});
    const toReview = async () =>
      (await workflow.list(owner, 'breakGlasses(mine: false, toReview: true, first: 100)', 'id')).map(({ id }) => id);
    expect((await workflow.review(owner, value.id)).code).toBe('CONFLICT');
    await workflow.endGlass(breaker, value.id);
    expect(await toReview()).toContain(value.id);
    expect((await workflow.review(breaker, value.id)).code).toBe('SELF_APPROVAL');
    expect((await workflow.review({ ...breaker, issuer: 'https://other.test' }, value.id)).code).toBe('SELF_APPROVAL');
    expect((await workflow.review(ann, value.id)).code).toBe('NOT_AN_APPROVER');
    expect((await workflow.review(owner, value.id)).value).toMatchObject({
      verdict: 'JUSTIFIED',
      reviewedBy: owner.subject,
    });
    expect(await toReview()).not.toContain(value.id);
    expect((await workflow.review(auditor, value.id)).code).toBe('ALREADY_DECIDED');
  });

  test('that others have broken is seen by the owners and by security only', async () => {
    const breaker = fireman();
    const { value } = await workflow.breakGlass(breaker, {});
    const seenBy = async (caller: Caller, mine: boolean) =>
      (await workflow.list(caller, `breakGlasses(mine: ${mine}, first: 100)`, glassFields)).some(
        ({ id }) => id === value.id,
      );
    expect([await seenBy(breaker, true), await seenBy(owner, false), await seenBy(auditor, false)]).toEqual([
      true,
      true,
      true,
    ]);
    expect([await seenBy(ann, false), await seenBy(lead, false), await seenBy(breaker, false)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
