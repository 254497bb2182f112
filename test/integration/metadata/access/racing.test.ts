// What happens when people act at the same moment, in two processes on one database: each step is taken once or refused.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SubgraphServer } from '../../../../kit/serve-subgraph.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder } from '../two-domains.ts';
import { staff } from './guarded-domain.ts';
import { lead, officer, otherLead, person, type Workflow, workflowOf } from './people.ts';

let metadata: MetadataUnderTest;
let other: SubgraphServer;
let workflow: Workflow;

beforeAll(async () => {
  metadata = await startMetadata();
  await metadata.register([staff(), metadataFolder()]);
  other = await metadata.startAnother(3_600_000);
  workflow = workflowOf(metadata);
});
afterAll(async () => {
  await other.close();
  await metadata.close();
});

const rounds = Array.from({ length: 8 }, (_, round) => round);

async function pending(target: string, round: number) {
  const requester = person(`${target} ${round} ${Math.random()}`);
  const { value } = await workflow.ask(requester, { targets: [target], purpose: 'other' });
  expect(value.state).toBe('PENDING');
  return { requester, id: value.id as string };
}

async function grantsOf(requestId: string): Promise<number> {
  const rows = await metadata.database.query('SELECT FROM access_grant WHERE request_id = $1', [requestId]);
  return rows.length;
}

async function stateOf(id: string): Promise<string> {
  const [row] = await metadata.database.query<{ state: string }>('SELECT state FROM access_request WHERE id = $1', [
    id,
  ]);
  return row!.state;
}

test('ten times the same request at once is one request', async () => {
  for (const target of ['Person.badge', 'Person.nick']) {
    const requester = person(`hasty about ${target}`);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        workflow.ask(requester, { targets: [target] }, index % 2 ? other.url : undefined),
      ),
    );
    expect(new Set(answers.map(({ value, code }) => value?.id ?? code)).size).toBe(1);
  }
});

test('what one person may hold is not exceeded by asking for much at once', async () => {
  const requester = person('greedy');
  const targets = ['Person.nick', 'Person.desk', 'Person.id', 'Query.person', 'Person.badge'];
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, day) =>
      workflow.ask(requester, { targets, duration: `P${day + 1}D` }, day % 2 ? other.url : undefined),
    ),
  );
  expect(answers.filter(({ code }) => code === undefined)).toHaveLength(20);
  expect(answers.filter(({ code }) => code === 'ACCESS_LIMIT_EXCEEDED')).toHaveLength(10);
});

test.each(rounds)('of two who agree at once, one grants and the other is told (%i)', async (round) => {
  const { id } = await pending('Person.grade', round);
  const answers = await Promise.all([
    workflow.decide(lead, id, true),
    workflow.decide(otherLead, id, true, {}, other.url),
  ]);
  expect(answers.map(({ code }) => code).sort()).toEqual(['ALREADY_DECIDED', undefined]);
  expect(await grantsOf(id)).toBe(1);
});

test.each(rounds)('of the two levels at once, both count and one grant comes of it (%i)', async (round) => {
  const { id } = await pending('Person.badge', round);
  const answers = await Promise.all([
    workflow.decide(lead, id, true),
    workflow.decide(officer, id, true, {}, other.url),
  ]);
  expect(answers.map(({ value }) => value.state).sort()).toEqual(['APPROVED', 'PENDING']);
  expect(await grantsOf(id)).toBe(1);
});

test.each(rounds)('a request that is agreed to and cancelled at once is one of the two (%i)', async (round) => {
  const { id, requester } = await pending('Person.grade', round);
  const [agreed, cancelled] = await Promise.all([
    workflow.decide(lead, id, true),
    workflow.cancel(requester, id, other.url),
  ]);
  const state = await stateOf(id);
  expect([agreed.code, cancelled.code]).toEqual(
    state === 'APPROVED' ? [undefined, 'ALREADY_DECIDED'] : ['ALREADY_DECIDED', undefined],
  );
  expect(await grantsOf(id)).toBe(state === 'APPROVED' ? 1 : 0);
});

test.each(rounds)('a request that is agreed to and denied at once is one of the two (%i)', async (round) => {
  const { id } = await pending('Person.grade', round);
  const answers = await Promise.all([
    workflow.decide(lead, id, true),
    workflow.decide(otherLead, id, false, {}, other.url),
  ]);
  expect(answers.filter(({ code }) => code === 'ALREADY_DECIDED')).toHaveLength(1);
  expect(await grantsOf(id)).toBe((await stateOf(id)) === 'APPROVED' ? 1 : 0);
});

test('a grant that two revoke at once ends once, and is never live again', async () => {
  const { id, requester } = await pending('Person.grade', 0);
  const { value } = await workflow.decide(lead, id, true);
  const answers = await Promise.all([
    workflow.revoke(lead, value.grant.id),
    workflow.revoke(requester, value.grant.id, other.url),
    workflow.decide(otherLead, id, true, {}, other.url),
  ]);
  expect(answers.map(({ code }) => code).sort()).toEqual(['ALREADY_DECIDED', 'ALREADY_DECIDED', undefined]);
  expect((await workflow.live()).filter((held) => held.id === value.grant.id)).toEqual([]);
});

test('a ticket with which two break glass at once breaks it once', async () => {
  const fireman = person('fred', {
    roles: new Set(['break-glass']),
    claims: { auth_time: Math.floor(Date.now() / 1_000), amr: ['otp'] },
  });
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, index) => workflow.breakGlass(fireman, {}, index % 2 ? other.url : undefined)),
  );
  expect(new Set(answers.map(({ value, message }) => value?.id ?? message)).size).toBe(1);
  const told = await metadata.database.query(`SELECT FROM notification WHERE topic = 'access.glass-broken'`);
  expect(told).toHaveLength(1);
});
