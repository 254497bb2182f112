// Usage through a whole system: what clients ask a gateway for is what `gordian usage` and `gordian impact` say, and a search ends
// with the first query of what it has found.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runGordian } from '../../support/run-gordian.ts';
import { type AccessMesh, startAccessMesh } from '../access/access-mesh.ts';

let mesh: AccessMesh;
let auditor: string;
let searchId: string;

beforeAll(async () => {
  mesh = await startAccessMesh();
  auditor = await mesh.tokenFor('max', { scope: 'gordian:audit:read' });
  const crm = await mesh.tokenFor('ann', { azp: 'crm' });
  const search =
    '{ search(text: "people", kinds: [PRODUCT]) { searchId nodes { item { ... on DataProduct { urn } } } } }';
  searchId = (await ask(crm, search)).data.search.searchId;
  const card = 'query Card { person(id: "ann-1971-03-02") { nick desk } }';
  await ask(crm, card, { 'x-gordian-search': searchId });
  for (let again = 0; again < 2; again++) await ask(crm, card);
  await ask(await mesh.tokenFor('bob', { azp: 'shop' }), '{ person(id: "2") { nick badge } }');
  await mesh.gateway.usage.stop();
  // As if it had run for long.
  await mesh.database.query(`UPDATE gateway_instance SET started_at = now() - interval '90 days'`);
});
afterAll(() => mesh.close());

async function ask(token: string, query: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${mesh.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify({ query }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for.
  return answer.json() as Promise<{ data: any }>;
}

const gordian = (token: string, ...words: string[]) =>
  runGordian([...words, '--url', mesh.url], { GORDIAN_TOKEN: token });

describe('gordian usage', () => {
  test('says how often a field is asked for, and by whom', async () => {
    const { stdout } = await gordian(auditor, 'usage', 'Person.nick');
    expect(stdout).toMatch(/^requests +4$/m);
    expect(stdout).toMatch(/^clients +2$/m);
    expect(stdout).toMatch(/^complete +true$/m);
    expect(stdout).toMatch(/^Card +crm +3 +20/m);
    expect(stdout).toMatch(/^- +shop +1 +20/m);
  });

  test('names nobody to others, and counts what was denied as asked for', async () => {
    const { stdout } = await gordian(await mesh.tokenFor('eve'), 'usage', 'Person.badge', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ requests: 1, clients: 1, operations: [] });
  });

  test('a field that there is not is an error', async () => {
    await expect(gordian(auditor, 'usage', 'Person.hat')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('gordian impact', () => {
  test('ends with 1 when somebody would be broken, and says who', async () => {
    const { stdout, exitCode } = await gordian(auditor, 'impact', '--remove', 'Person.desk');
    expect(stdout).toMatch(/^Person\.desk +BREAKS_CONSUMERS +1 +3 .*crm \(Card\)/m);
    expect(exitCode).toBe(1);
  });

  test('ends with 0 when nobody has asked for it while everything was watched', async () => {
    const { stdout, exitCode } = await gordian(auditor, 'impact', '--remove', 'Person.grade', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject([{ verdict: 'UNUSED_IN_WINDOW', clients: 0, complete: true }]);
    expect(exitCode).toBe(0);
  });

  test('what the caller may not know of is like what is not there', async () => {
    await ask(await mesh.tokenFor('ann', { scope: 'staff:restricted:read' }), '{ person(id: "1") { clearance } }');
    const judged = async (coordinate: string) => {
      const { stdout } = await gordian(auditor, 'impact', '--remove', coordinate, '--format', 'json');
      const [{ coordinate: _, ...impact }] = JSON.parse(stdout);
      return impact;
    };
    expect(await judged('Person.clearance')).toEqual(await judged('Person.hat'));
  });

  test.each([
    [['impact'], 'BAD_USER_INPUT'],
    [['impact', '--change', 'Person.desk'], 'BAD_USER_INPUT'],
    [['impact', '--change', 'Person.desk=PAINTED'], 'BAD_USER_INPUT'],
  ])('%s is refused', async (words, code) => {
    await expect(gordian(auditor, ...words)).rejects.toMatchObject({ code });
  });
});

test('a search ends with the first successful query of a product that it has shown', async () => {
  const { metrics } = (await ask(auditor, '{ metrics { searches discoveries discoveryTimeP50Seconds usedProducts } }'))
    .data;
  expect(metrics).toMatchObject({ searches: 1, discoveries: 1, usedProducts: expect.any(Number) });
  expect(metrics.discoveryTimeP50Seconds).toBeGreaterThan(0);
  const [found] = await mesh.database.query('SELECT found_product FROM search_log WHERE search_id = $1', [searchId]);
  expect(found).toEqual({ found_product: 'gordian:product:staff/people' });
});

test('no report names a person or a value', async () => {
  const [{ told }] = (await mesh.database.query<{ told: string }>(
    `SELECT concat((SELECT string_agg(concat(name, document), ' ') FROM operation), (SELECT string_agg(client, ' ') FROM consumer)) AS told`,
  )) as [{ told: string }];
  expect(told).toContain('Card');
  expect(told).not.toMatch(/1971|\bann\b|\bbob\b/);
});
