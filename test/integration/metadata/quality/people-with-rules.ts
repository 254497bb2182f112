// The people of two-domains.ts with quality rules, and the ways in which their results come.
import type { JWTPayload } from 'jose';
import type { Caller } from '../../../../kit/caller.ts';
import type { SubgraphFolder } from '../../../../schema/subgraph-folders.ts';
import type { Answer, GraphqlAnswer, MetadataUnderTest } from '../metadata-under-test.ts';
import { metadataFolder, people, sales } from '../two-domains.ts';

export interface DeliveryAnswer {
  readonly recorded: number;
  readonly refused: readonly { readonly index: number; readonly check: string | null; readonly reason: string }[];
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

export const unique =
  '{ id: ids-are-unique, metric: duplicateValues, mustBe: 0, dimension: uniqueness, severity: error }';
export const exist =
  '{ id: people-exist, metric: rowCount, mustBeGreaterThan: 0, schedule: PT15M, name: There are people, severity: warning }';

export interface Rules {
  readonly version?: string;
  readonly ofType?: readonly string[];
  readonly ofId?: readonly string[];
}

export function peopleWith({ version = '1.0.0', ofType = [exist], ofId = [unique] }: Rules = {}): SubgraphFolder {
  const folder = people(version);
  const [contract] = folder.contracts;
  const text = contract!.text
    .replace('    physicalName: person\n', `    physicalName: person\n    quality: [${ofType.join(', ')}]\n`)
    .replace(/\{ name: id, (.*) \}\n/, `{ name: id, $1, quality: [${ofId.join(', ')}] }\n`);
  return { ...folder, contracts: [{ ...contract!, text }] };
}

export function everything(rules?: Rules): SubgraphFolder[] {
  return [peopleWith(rules), sales(), metadataFolder()];
}

export const ofPeople: JWTPayload = { azp: 'subgraph-people', domains: ['people'] };

export function qualityOf(metadata: MetadataUnderTest) {
  const post = async <Body>(path: string, body: unknown, claims: JWTPayload = ofPeople): Promise<Answer<Body>> =>
    metadata.send<Body>('POST', path, { token: await metadata.token('gordian:quality:write', claims), body });
  return {
    post,
    report: (results: readonly unknown[], claims?: JWTPayload) =>
      post<DeliveryAnswer>('/api/v1/quality/results', { results }, claims),
    /** What a process of the domain is told to run. */
    claim: async (url = '', claims?: JWTPayload): Promise<readonly string[]> => {
      const answer = await post<{ run: string[] }>(
        `${url}/api/v1/quality/claims`,
        { products: ['people/persons'] },
        claims,
      );
      return answer.body.run.toSorted();
    },
    summary: async () => {
      const answer = await metadata.query(`{ dataProduct(urn: "gordian:product:people/persons") {
        quality { passing failing unknown score asOf } } }`);
      return answer.data.dataProduct.quality;
    },
    checks: async () => {
      const { data } =
        await metadata.query(`{ dataProduct(urn: "gordian:product:people/persons") { checks { totalCount nodes {
        id rule coordinate dimension metric engine severity expectation schedule status reason nextRunAt
        latest { at outcome observed failedRows detail staleAt reportedBy } results { outcome observed } } } } }`);
      return data.dataProduct.checks.nodes;
    },
    incidents: () =>
      metadata.database.query<{ checkId: string; state: string; severity: string; title: string }>(
        'SELECT check_id AS "checkId", state, severity, title FROM incident ORDER BY opened_at, check_id',
      ),
    runNow: (caller: Caller): Promise<GraphqlAnswer> =>
      metadata.queryAs(
        caller,
        'mutation { runQualityChecks(product: "gordian:product:people/persons") { requested requestedAt product { name } } }',
      ),
  };
}
