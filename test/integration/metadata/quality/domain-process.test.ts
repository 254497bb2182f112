// The whole way: the process of a domain asks what is due, looks at its own data with its own role, and the graph shows the result.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { anonymous } from '../../../../kit/caller.ts';
import { createLog } from '../../../../kit/log.ts';
import { createMetadataService, type MetadataService } from '../../../../kit/metadata-service.ts';
import { startQualityRunner } from '../../../../kit/quality/quality-runner.ts';
import type { Rounds, Schedule } from '../../../../kit/rounds.ts';
import { readContract } from '../../../../schema/contract/read-contract.ts';
import { checksOf } from '../../../../schema/quality/domain-checks.ts';
import { createDomainDatabase, type TestDatabase } from '../../../support/postgres.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { everything, exist, ofPeople, peopleWith, qualityOf, unique } from './people-with-rules.ts';

const writing = `{ id: nobody-writes, type: sql, query: "DELETE FROM person RETURNING 0", mustBe: 0 }`;
const rules = { ofType: [exist, writing], ofId: [unique] };

let metadata: MetadataUnderTest;
let quality: ReturnType<typeof qualityOf>;
let data: TestDatabase;
let service: MetadataService;
let logged: string[];
const running: Rounds[] = [];

beforeAll(async () => {
  metadata = await startMetadata();
  quality = qualityOf(metadata);
  await metadata.register(everything(rules));
  data = await createDomainDatabase('people');
  await data.query(`CREATE TABLE person (id text)`);
  await data.query(`INSERT INTO person VALUES ('a'), ('b'), ('b'), ('c'), ('c'), ('c')`);
  const token = await metadata.token('gordian:quality:write', ofPeople);
  service = createMetadataService(metadata.url, async () => token);
});
afterAll(async () => {
  await data.drop();
  await metadata.close();
});
beforeEach(() => {
  logged = [];
  metadata.clock.advance(24 * 60 * 60_000);
});

/** @returns when the process has run all that was due, and the delay until it asks again */
async function runProcess(contracts = peopleWith(rules).contracts): Promise<number> {
  let rounds = 0;
  const delayMs = await new Promise<number>((resolve) => {
    const schedule: Schedule = (action, delay) => {
      if (rounds++ === 0) action();
      else resolve(delay);
      return () => {};
    };
    running.push(
      startQualityRunner({
        ...checksOf(contracts.flatMap(({ file, text }) => readContract(text, file).contract ?? [])),
        database: data,
        metadata: service,
        clock: metadata.clock,
        schedule,
        log: createLog({ name: 'people', destination: { write: (line) => void logged.push(line) } }),
      }),
    );
  });
  await running.pop()!.stop();
  return delayMs;
}

test('checks run on the data of the domain, and the graph shows what came of them', async () => {
  expect(await runProcess()).toBe(2_000);
  expect(await quality.checks()).toMatchObject([
    {
      rule: 'ids-are-unique',
      status: 'FAILING',
      latest: { observed: 3, failedRows: 3, reportedBy: 'subgraph-people' },
    },
    { rule: 'nobody-writes', status: 'UNKNOWN', reason: expect.stringContaining('refused') },
    { rule: 'people-exist', status: 'PASSING', latest: { observed: 6, failedRows: null } },
  ]);
  expect(await quality.summary()).toMatchObject({ passing: 1, failing: 1, unknown: 1, score: 1 / 3 });
  expect(await quality.incidents()).toMatchObject([{ checkId: 'people/persons#ids-are-unique', state: 'OPEN' }]);
  expect(await data.query('SELECT count(*) AS rows FROM person')).toEqual([{ rows: 6 }]);
});

test('what is not due is not run again, unless the owner asks; then its recovery closes the incident', async () => {
  await runProcess();
  const owner = { ...anonymous, subject: 'ada.park', claims: { groups: ['people-data'] } };
  await data.query('DELETE FROM person WHERE ctid NOT IN (SELECT min(ctid) FROM person GROUP BY id)');
  metadata.clock.advance(1_000);
  data.statements.splice(0);
  await runProcess();
  expect(data.statements).toEqual([]);
  await quality.runNow(owner);
  await runProcess();
  expect(await quality.summary()).toMatchObject({ passing: 2, failing: 0, unknown: 1 });
  expect(await quality.incidents()).toMatchObject([{ state: 'RESOLVED' }]);
});

test('a process with another version of the contract skips what it does not have', async () => {
  await runProcess(peopleWith({ ofType: [exist], ofId: [] }).contracts);
  expect(await quality.checks()).toMatchObject(
    [
      { rule: 'ids-are-unique', status: 'UNKNOWN', latest: { outcome: 'SKIPPED' }, reason: /another version/ },
      { rule: 'nobody-writes', latest: { outcome: 'SKIPPED' } },
      { rule: 'people-exist', status: 'PASSING' },
    ].map((check) => ('reason' in check ? { ...check, reason: expect.stringMatching(check.reason!) } : check)),
  );
});

test('a metadata service that is away is asked again soon, and that is told once it lasts', async () => {
  const working = service;
  service = { post: () => Promise.reject(new Error('away')) };
  expect(await runProcess()).toBe(1_000);
  expect(logged).toEqual([]);
  service = working;
});
