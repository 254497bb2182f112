// Usage as it is counted, against the ledgers of the clients: whatever happens to gateways and to the metadata service, what was
// answered is counted once; only a gateway that is killed loses what it had not reported, and then it shows.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { trafficOf } from '../../../subgraphs/metadata/usage/traffic.ts';
import { compiledTree } from '../../support/compiled-tree.ts';
import {
  clients,
  type Entry,
  type Ledger,
  note,
  type ReportingWorld,
  type RunningGateway,
  startReportingWorld,
} from './reporting-world.ts';

const tree = compiledTree();
let world: ReportingWorld;

beforeAll(async () => {
  world = await startReportingWorld(tree);
});
afterAll(async () => {
  await world?.close();
});
beforeEach(() => world.startOver());

/** On a busy machine a process may take seconds to start. */
vi.setConfig({ testTimeout: 120_000 });

const requestsAtOnce = 8;
const patience = { timeout: 60_000, interval: 20 };

/** A gateway that stops gives its reports two seconds, which is not enough for everything on a busy machine. */
const allAreBrought = () => vi.waitFor(() => expect(world.keptReports()).toEqual([]), patience);

function keptRequests(): number {
  return world
    .keptReports()
    .flatMap(({ uses }) => uses)
    .reduce((sum, { requests }) => sum + requests, 0);
}

/** Sends requests, spread over the gateways, until so many were answered. */
async function load(
  gateways: () => readonly RunningGateway[],
  requests: number,
  onAnswer: (entries: readonly Entry[]) => void,
) {
  let sent = 0;
  let answered = 0;
  const client = async () => {
    while (answered < requests) {
      const number = sent++;
      const among = gateways();
      const entries = await world.ask(among[number % among.length]!, clients[number % clients.length]!, number);
      if (entries === null) continue;
      answered++;
      onAnswer(entries);
    }
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, client));
}

const everything = () => ({ from: new Date(Date.now() - 1_000), to: new Date(Date.now() + 600_000) });

describe('what clients were answered is what is counted', () => {
  test('by two gateways, over a restart of the metadata service, and through SIGTERM', async () => {
    const ledger: Ledger = new Map();
    const write = (entries: readonly Entry[]) => note(ledger, entries);
    const [one, other] = [await world.startGateway(), await world.startGateway()];
    let serving = [one, other];

    await load(() => serving, 100, write);
    await world.stopMetadata();
    await load(() => serving, 100, write);
    await world.startMetadata();
    // Ends in the middle of the load; the other goes on.
    const loading = load(() => serving, 150, write);
    serving = [other];
    expect(await one.stop()).toBe(0);
    await loading;
    expect(await other.stop()).toBe(0);

    expect(await world.counted()).toEqual(ledger);
    expect(ledger.get('Broken crm')!.errors).toBeGreaterThan(0);
    const instances = await world.metadata.database.query(
      'SELECT stopped_at = covered_until AS "hasStopped" FROM gateway_instance',
    );
    expect(instances).toEqual([{ hasStopped: true }, { hasStopped: true }]);
    expect(await world.metadata.database.query('SELECT FROM usage_gap')).toEqual([]);
  });

  test('by a gateway that stops while nobody takes its reports: the next one brings them', async () => {
    const ledger: Ledger = new Map();
    const gateway = await world.startGateway();
    await world.stopMetadata();
    await load(
      () => [gateway],
      100,
      (entries) => note(ledger, entries),
    );
    expect(await gateway.stop()).toBe(0);
    await world.startMetadata();
    expect(await world.counted()).toEqual(new Map());

    const next = await world.startGateway();
    await allAreBrought();
    expect(await next.stop()).toBe(0);
    expect(await world.counted()).toEqual(ledger);
    const [{ silent }] = (await world.metadata.database.query<{ silent: number }>(
      'SELECT count(*)::int AS silent FROM gateway_instance WHERE stopped_at IS NULL',
    )) as [{ silent: number }];
    expect(silent).toBe(0);
  });

  test('values of requests are in no report, and fields and subgraphs are', async () => {
    const gateway = await world.startGateway({ observeEveryMs: 1 });
    await load(
      () => [gateway],
      40,
      () => {},
    );
    await gateway.stop();
    const documents = await world.metadata.database.query<{ name: string; document: string }>(
      'SELECT name, document FROM operation ORDER BY name',
    );
    expect(documents).toEqual([
      { name: 'Broken', document: 'query Broken {\n  broken\n}' },
      { name: 'Card', document: 'query Card {\n  a1: person(id: "") {\n    name\n    nick\n  }\n}' },
      { name: 'Hello', document: 'query Hello {\n  hello\n}' },
    ]);
    const [nick] = await world.metadata.database.query<{ observed: number; nulls: number }>(
      `SELECT observed, nulls FROM field_observed WHERE coordinate = 'Person.nick'`,
    );
    expect(nick!.observed).toBeGreaterThan(0);
    expect(nick!.nulls).toBe(nick!.observed);
    const [broken] = await world.metadata.database.query<{ observed: number; errors: number }>(
      `SELECT observed, errors FROM field_observed WHERE coordinate = 'Query.broken'`,
    );
    expect(broken!.observed).toBe(0);
    expect(broken!.errors).toBeGreaterThan(0);
    const [fetched] = await world.metadata.database.query<{ fetches: number; measured: number; failures: number }>(
      `SELECT sum(fetches)::int AS fetches, sum(failures)::int AS failures,
         sum((SELECT sum(count) FROM unnest(latency_counts) AS count))::int AS measured FROM fetch_bucket`,
    );
    expect(fetched!.fetches).toBeGreaterThanOrEqual(40);
    expect(fetched!.measured + fetched!.failures).toBe(fetched!.fetches);
  });
});

describe('a gateway that is killed', () => {
  test('loses at most what it had not reported yet, and leaves a gap', async () => {
    const answers: number[] = [];
    const gateway = await world.startGateway({ reportEveryMs: 250 });
    await load(
      () => [gateway],
      600,
      (entries) => answers.push(...entries.map(() => Date.now())),
    );
    gateway.process.kill('SIGKILL');
    await gateway.process.ended;

    const [instance] = await world.metadata.database.query<{ coveredUntil: Date }>(
      'SELECT covered_until AS "coveredUntil" FROM gateway_instance',
    );
    const reportedUntil = instance!.coveredUntil.getTime();
    const counted = [...(await world.counted()).values()].reduce((sum, { requests }) => sum + requests, 0);
    const unreported = answers.filter((at) => at >= reportedUntil).length;
    expect(counted).toBeGreaterThan(0);
    expect(counted).toBeGreaterThanOrEqual(answers.length - unreported);
    const { coversWindow } = await trafficOf(world.metadata.database, [], everything());
    expect(coversWindow).toBe(false);
  });

  test('loses no more while its reports cannot be sent: what it had counted is on disk', async () => {
    const ledger: Ledger = new Map();
    const gateway = await world.startGateway({ reportEveryMs: 50 });
    await world.stopMetadata();
    await load(
      () => [gateway],
      100,
      (entries) => note(ledger, entries),
    );
    const requests = [...ledger.values()].reduce((sum, counts) => sum + counts.requests, 0);
    await vi.waitFor(() => expect(keptRequests()).toBe(requests), patience);
    gateway.process.kill('SIGKILL');
    await gateway.process.ended;
    await world.startMetadata();

    const next = await world.startGateway();
    await allAreBrought();
    await next.stop();
    expect(await world.counted()).toEqual(ledger);
  });
});
