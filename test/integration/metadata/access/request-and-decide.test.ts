// Who gets what, from whom and for how long: the policies, the people whom the contract names, and nobody for oneself.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../../kit/caller.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { publish } from '../registry/publishing.ts';
import { metadataFolder } from '../two-domains.ts';
import { staff } from './guarded-domain.ts';
import { ann, auditor, both, lead, officer, otherLead, owner, person, type Workflow, workflowOf } from './people.ts';

let metadata: MetadataUnderTest;
let workflow: Workflow;
let count = 0;

beforeAll(async () => {
  metadata = await startMetadata();
  workflow = workflowOf(metadata);
  const { status, body } = await metadata.register([staff(), metadataFolder()]);
  expect([status, body.problems]).toEqual([200, undefined]);
});
afterAll(() => metadata.close());

/** As many as one request may name, all INTERNAL. */
const twenty = ['state', 'purpose', 'outcome', 'client']
  .map((name) => `AccessRequest.${name}`)
  .concat(['id', 'kind', 'element', 'objective', 'status', 'observed', 'unit', 'asOf'].map((name) => `Sla.${name}`))
  .concat(
    ['urn', 'kind', 'label', 'coordinate', 'product', 'depth', 'hiddenUpstream'].map((name) => `LineageNode.${name}`),
  )
  .concat('Person.nick');

/** Somebody who has asked for nothing yet. */
function somebody(more: Partial<Caller> = {}): Caller {
  return person(`somebody-${count++}`, more);
}

async function pending(targets: string[], more = {}): Promise<{ id: string; requester: Caller }> {
  const requester = somebody();
  const { value } = await workflow.ask(requester, { targets, ...more });
  expect(value.state).toBe('PENDING');
  return { id: value.id, requester };
}

describe('a request is granted by the policies', () => {
  test.each([
    ['for what is INTERNAL', ['Person.nick'], 'payroll', 'P90D', ['internal']],
    ['for a purpose that the contract names', ['Person.salary'], 'payroll', 'P14D', ['staff/people']],
    ['for both', ['Person.nick', 'Person.salary'], 'payroll', 'PT1H', ['staff/people']],
  ])('%s', async (_, targets, purpose, duration, policies) => {
    const { value } = await workflow.ask(somebody(), { targets, purpose, duration });
    expect(value).toMatchObject({
      state: 'APPROVED',
      decidedBy: null,
      approvers: [],
      grant: { targets, outcome: 'ALLOW' },
    });
    expect(
      value.policyEvaluation.map(({ policy, passed }: { policy: string; passed: boolean }) => [policy, passed]),
    ).toEqual(policies.map((policy) => [policy, true]));
  });

  test('for the time that was asked for, and gateways are told of it until then', async () => {
    const requester = somebody();
    const { value } = await workflow.ask(requester, { targets: ['Person.nick'], duration: 'PT1H', outcome: 'MASK' });
    const { validFrom, validUntil, outcome } = value.grant;
    expect([Date.parse(validUntil) - Date.parse(validFrom), outcome]).toEqual([3_600_000, 'MASK']);
    const holds = async () => (await workflow.live()).some(({ subject }) => subject === requester.subject);
    expect(await holds()).toBe(true);
    metadata.clock.advance(3_600_000);
    expect(await holds()).toBe(false);
  });
});

describe('a request waits for people', () => {
  test.each([
    [
      'for longer than a policy may agree to',
      ['Person.salary'],
      { duration: 'P15D' },
      ['people-leads', 'works-council'],
    ],
    ['when the contract names no purpose', ['Person.grade'], {}, ['people-leads', 'works-council']],
    [
      'for personal data, those whom no role names are the owner',
      ['Person.name'],
      {},
      ['people-leads', 'staff-office', 'works-council'],
    ],
    ['for what is RESTRICTED', ['Person.badge'], {}, ['people-leads', 'security']],
    ['for a copy, as for the original', ['Person.badgeCopy'], {}, ['people-leads', 'security']],
    ['for a change, however harmless it is classified', ['Mutation.dismiss'], {}, ['staff-office']],
    [
      'for a whole product, as for all of it',
      ['staff/people'],
      {},
      ['people-leads', 'security', 'staff-office', 'works-council'],
    ],
    ['for a product by its URN', ['gordian:product:staff/badges'], {}, ['people-leads', 'security']],
    ['when one of several needs them', ['Person.badge', 'Person.nick'], {}, ['people-leads', 'security']],
  ])('%s', async (_, targets, more, approvers) => {
    const { value } = await workflow.ask(somebody(), { targets, ...more });
    expect(value).toMatchObject({ state: 'PENDING', approvers, grant: null });
    const failed = value.policyEvaluation.filter(({ passed }: { passed: boolean }) => !passed);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]).toMatchObject({ severity: 'APPROVAL', detail: expect.stringContaining(' has to agree') });
  });

  test('and they are told', async () => {
    const { id, requester } = await pending(['Person.badge']);
    const told = await workflow.list(officer, 'notifications(first: 1)', 'team topic body');
    expect(told).toMatchObject([{ team: 'security', topic: 'access.requested' }]);
    expect(JSON.parse(told[0]!.body as string)).toMatchObject({ request: id, requester: requester.subject });
    expect(await workflow.list(requester, 'notifications', 'id')).toEqual([]);
  });
});

describe('nothing is asked for', () => {
  test.each([
    ['a field that does not exist', 'Person.height'],
    ['a product that does not exist', 'staff/plants'],
    ['a field that is tagged secret', 'Person.clearance'],
    ['a field that is hidden from clients', 'Person.inside'],
    ['a type', 'Person'],
    ['a field of the machinery', 'Query._entities'],
    ['no name at all', '*'],
  ])('that is %s, and the answers do not tell which', async (_, target) => {
    const { value, code, message } = await workflow.ask(somebody(), { targets: ['Person.nick', target] });
    expect([value, code]).toEqual([null, 'ACCESS_TARGET_UNKNOWN']);
    expect(message).toBe(
      'One of the targets is nothing that access can be requested for. Name fields of the graph, or data products.',
    );
  });

  test.each([
    ['for longer than anybody may agree to', { duration: 'P91D' }, /^input\.duration may be at most P90D/],
    [
      'for longer than people may agree to',
      { duration: 'P31D', targets: ['Person.badge'] },
      /^input\.duration may be at most P30D/,
    ],
    ['for months', { duration: 'P1M' }, /^`input\.duration` must be an ISO-8601 duration/],
    ['for no purpose', { purpose: ' ' }, /^input\.purpose must have/],
    [
      'for a purpose that the contract does not allow',
      { targets: ['Person.salary'], purpose: 'marketing' },
      /^input\.purpose must be one of payroll/,
    ],
    ['without a reason', { justification: '' }, /^input\.justification must have/],
    ['with nothing named', { targets: [] }, /^input\.targets must name 1 to 20 targets/],
    ['with too much named', { targets: Array(21).fill('Person.nick') }, /^input\.targets must name 1 to 20 targets/],
  ])('%s', async (_, more, message) => {
    const outcome = await workflow.ask(somebody(), { targets: ['Person.nick'], ...more });
    expect([outcome.code, outcome.message]).toEqual(['BAD_USER_INPUT', expect.stringMatching(message)]);
  });

  test('by nobody', async () => {
    const nobody = { ...ann, subject: null };
    expect((await workflow.ask(nobody, { targets: ['Person.nick'] })).code).toBe('UNAUTHENTICATED');
  });

  test('beyond what one person may hold', async () => {
    const greedy = somebody();
    for (const duration of ['P1D', 'P2D', 'P3D', 'P4D', 'P5D']) {
      const { value } = await workflow.ask(greedy, { targets: twenty, duration });
      expect(value.state).toBe('APPROVED');
    }
    expect((await workflow.ask(greedy, { targets: ['Person.nick'], duration: 'P60D' })).code).toBe(
      'ACCESS_LIMIT_EXCEEDED',
    );
  });
});

describe('asked twice', () => {
  test.each([
    ['while it is open', ['Person.badge']],
    ['while what it brought is live', ['Person.nick']],
  ])('%s, it is one request', async (_, targets) => {
    const requester = somebody();
    const [first, again, sorted] = [
      await workflow.ask(requester, { targets: [...targets, 'Person.desk'] }),
      await workflow.ask(requester, { targets: [...targets, 'Person.desk'] }),
      await workflow.ask(requester, { targets: ['Person.desk', ...targets, 'Person.desk'] }),
    ];
    expect([again.value.id, sorted.value.id]).toEqual([first.value.id, first.value.id]);
  });

  test('after it was denied, or its grant has ended, it is another one', async () => {
    const { id, requester } = await pending(['Person.badge']);
    await workflow.decide(lead, id, false);
    expect((await workflow.ask(requester, { targets: ['Person.badge'] })).value.id).not.toBe(id);
    const { value } = await workflow.ask(requester, { targets: ['Person.nick'] });
    await workflow.revoke(requester, value.grant.id);
    expect((await workflow.ask(requester, { targets: ['Person.nick'] })).value.id).not.toBe(value.id);
  });

  test('by the same name at another issuer, it is another person', async () => {
    const requester = somebody();
    const { value } = await workflow.ask(requester, { targets: ['Person.badge'] });
    const namesake = { ...requester, issuer: 'https://other.test' };
    expect((await workflow.ask(namesake, { targets: ['Person.badge'] })).value.id).not.toBe(value.id);
  });
});

describe('two people agree where the contract says so', () => {
  test('one of each level, in either order', async () => {
    for (const [first, second] of [
      [lead, officer],
      [officer, lead],
      [both, lead],
      [both, officer],
    ] as const) {
      const { id } = await pending(['Person.badge']);
      const half = await workflow.decide(first, id, true);
      expect(half.value).toMatchObject({ state: 'PENDING', grant: null, approvals: [{ by: first.subject }] });
      const whole = await workflow.decide(second, id, true);
      expect(whole.value).toMatchObject({
        state: 'APPROVED',
        decidedBy: second.subject,
        grant: { targets: ['Person.badge'] },
      });
    }
  });

  test.each([
    ['two of the first level are not enough', [lead, otherLead]],
    ['one person in both groups is one person', [both, both]],
    ['not with another application either', [both, { ...both, client: 'another' }]],
    ['nor by the same name at another issuer', [both, { ...both, issuer: 'https://other.test' }]],
  ])('%s', async (_, deciders) => {
    const { id } = await pending(['Person.badge']);
    for (const decider of deciders) await workflow.decide(decider, id, true);
    const open = await workflow.list(
      auditor,
      'accessRequests(mine: false, state: PENDING, first: 100)',
      'id grant { id }',
    );
    expect(open).toContainEqual({ id, grant: null });
  });

  test('and one who refuses is enough to refuse', async () => {
    const { id } = await pending(['Person.badge']);
    await workflow.decide(lead, id, true);
    expect((await workflow.decide(officer, id, false)).value).toMatchObject({ state: 'DENIED', grant: null });
    expect((await workflow.decide(both, id, true)).code).toBe('ALREADY_DECIDED');
  });
});

describe('nobody decides about access of their own', () => {
  test.each([
    ['whatever groups they are in', {}],
    ['whatever application they use', { client: 'another' }],
    ['and nobody of the same name at another issuer', { issuer: 'https://other.test' }],
  ])('%s', async (_, more) => {
    const requester = somebody({ roles: new Set(['people-leads', 'security', 'staff-office']) });
    const { value } = await workflow.ask(requester, { targets: ['Person.badge'] });
    expect((await workflow.decide({ ...requester, ...more }, value.id, true)).code).toBe('SELF_APPROVAL');
    expect((await workflow.decide({ ...requester, ...more }, value.id, false)).code).toBe('SELF_APPROVAL');
  });
});

describe('a decision', () => {
  test.each([
    ['of somebody in no group', ann],
    ['of a group that the contract names for something else', person('w', { roles: new Set(['works-council']) })],
    ['of the owner, where the contract names others', owner],
    ['of whoever sees everything', auditor],
    ['of a subject that is called like the group', person('people-leads')],
    ['of an application that is called like the group', person('x', { client: 'people-leads' })],
    ['of somebody with a claim that is no list', person('y', { claims: { groups: 'people-leads' } })],
  ])('%s does not count', async (_, decider) => {
    const { id } = await pending(['Person.badge']);
    expect((await workflow.decide(decider, id, true)).code).toBe('NOT_AN_APPROVER');
  });

  test('of a request that does not exist is refused', async () => {
    expect((await workflow.decide(lead, 'nothing', true)).code).toBe('NOT_FOUND');
  });

  test('of a request that is closed is refused', async () => {
    const { id, requester } = await pending(['Person.grade']);
    expect((await workflow.cancel(requester, id)).value.state).toBe('CANCELLED');
    expect((await workflow.decide(lead, id, true)).code).toBe('ALREADY_DECIDED');
  });

  test('may give less time than was asked for, and the shortest holds', async () => {
    const { id } = await pending(['Person.badge'], { duration: 'P7D' });
    const now = metadata.clock.now().getTime();
    const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
    expect((await workflow.decide(lead, id, true, { until: at(24 * 8) })).code).toBe('BAD_USER_INPUT');
    expect((await workflow.decide(lead, id, true, { until: at(-1) })).code).toBe('BAD_USER_INPUT');
    await workflow.decide(lead, id, true, { until: at(24) });
    const { value } = await workflow.decide(officer, id, true, { until: at(48) });
    expect(value.grant.validUntil).toBe(at(24));
  });

  test('that comes after the time to which another has agreed grants nothing', async () => {
    const { id } = await pending(['Person.badge'], { duration: 'P7D' });
    const until = new Date(metadata.clock.now().getTime() + 60_000).toISOString();
    await workflow.decide(lead, id, true, { until });
    metadata.clock.advance(60_000);
    expect((await workflow.decide(officer, id, true)).code).toBe('CONFLICT');
    expect((await workflow.decide(officer, id, false)).value.state).toBe('DENIED');
  });

  test('that does not come within 30 days comes too late, and the request may be made again', async () => {
    const { id, requester } = await pending(['Person.grade'], { duration: 'P7D' });
    metadata.clock.advance(30 * 86_400_000 - 1);
    const stateOf = async () =>
      (await workflow.list(requester, 'accessRequests(first: 1)', 'state decidedBy decisionReason'))[0];
    expect(await stateOf()).toMatchObject({ state: 'PENDING' });
    metadata.clock.advance(1);
    expect(await stateOf()).toEqual({
      state: 'EXPIRED',
      decidedBy: null,
      decisionReason: 'Nobody has decided within 30 days.',
    });
    expect((await workflow.decide(lead, id, true)).code).toBe('ALREADY_DECIDED');
    expect((await workflow.cancel(requester, id)).code).toBe('ALREADY_DECIDED');
    const { value } = await workflow.ask(requester, { targets: ['Person.grade'], duration: 'P7D' });
    expect([value.state, value.id === id]).toEqual(['PENDING', false]);
    const steps = await metadata.database.query('SELECT FROM audit WHERE action = $1 AND target = $2', [
      'access.lapsed',
      `gordian:access-request:${id}`,
    ]);
    expect(steps).toHaveLength(1);
  });

  test('is judged by the contract in force, and so is what was granted before', async () => {
    const requester = somebody();
    const { value: held } = await workflow.ask(requester, { targets: ['Person.desk', 'Person.nick'] });
    const waiting = await pending(['Person.grade', 'Person.nick']);
    const targetsOf = async () => (await workflow.live()).find(({ id }) => id === held.grant.id)?.targets;
    expect(await targetsOf()).toEqual(['Person.desk', 'Person.nick']);

    const inForce = { acceptUnknown: true, reason: 'Nobody is live yet.' };
    expect((await publish(metadata, [staff({ version: '2.0.0', nickIs: 'restricted' })], inForce)).status).toBe(200);
    expect(await targetsOf()).toEqual(['Person.desk']);
    expect((await workflow.decide(lead, waiting.id, true)).value.state).toBe('PENDING');
    expect((await workflow.decide(officer, waiting.id, true)).value.state).toBe('APPROVED');

    expect((await publish(metadata, [staff({ version: '3.0.0' })], inForce)).status).toBe(200);
    expect(await targetsOf()).toEqual(['Person.desk', 'Person.nick']);
  });
});

describe('a request may be seen', () => {
  test('by whoever asked, by those who decide, and by security; by nobody else', async () => {
    const { id, requester } = await pending(['Person.grade']);
    const seenBy = async (caller: Caller, mine: boolean) =>
      (await workflow.list(caller, `accessRequests(mine: ${mine})`, 'id')).some((request) => request.id === id);
    expect(await seenBy(requester, true)).toBe(true);
    expect(await seenBy({ ...requester, issuer: 'https://other.test' }, true)).toBe(false);
    expect(await seenBy(requester, false)).toBe(false);
    expect(await seenBy(lead, false)).toBe(true);
    expect(await seenBy(lead, true)).toBe(false);
    expect(await seenBy(officer, false)).toBe(false);
    expect(await seenBy(auditor, false)).toBe(true);
  });

  test('page by page', async () => {
    const requester = somebody();
    for (const target of ['Person.nick', 'Person.desk', 'Person.grade'])
      await workflow.ask(requester, { targets: [target] });
    const page = (after: string | null) =>
      metadata.queryAs(
        requester,
        'query ($after: String) { accessRequests(first: 2, after: $after) { totalCount nodes { targets } pageInfo { endCursor hasNextPage } } }',
        { after },
      );
    const first = (await page(null)).data.accessRequests;
    const second = (await page(first.pageInfo.endCursor)).data.accessRequests;
    expect([first.totalCount, first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([3, true, false]);
    const targets = [...first.nodes, ...second.nodes].map((node: { targets: string[] }) => node.targets[0]);
    expect(targets.sort()).toEqual(['Person.desk', 'Person.grade', 'Person.nick']);
  });

  test('and every step is on record', async () => {
    const { id } = await pending(['Person.badge']);
    await workflow.decide(lead, id, true);
    await workflow.decide(officer, id, true);
    const rows = await metadata.database.query<{ action: string; actor: string }>(
      `SELECT action, actor FROM audit WHERE target = $1 ORDER BY seq`,
      [`gordian:access-request:${id}`],
    );
    expect(rows.map(({ action }) => action)).toEqual(['access.requested', 'access.agreed', 'access.agreed']);
  });
});
