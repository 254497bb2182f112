// How the checks of products stand, as the graph knows it.
import { GordianError } from '../../../kit/errors.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import { askGraph, type GraphAccess } from '../../graph-client.ts';
import type { CheckReport } from './check-report.ts';

interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface GraphCheck extends Pick<CheckReport, 'coordinate' | 'expectation' | 'severity' | 'status' | 'reason'> {
  readonly id: string;
  readonly latest: Pick<CheckReport, 'observed' | 'failedRows'> | null;
}

const page = 'pageInfo { hasNextPage endCursor }';
const productsQuery = `query ($after: String) { dataProducts(first: 100, after: $after) { nodes { urn } ${page} } }`;
const checksQuery = `query ($urn: URN!, $after: String) { dataProduct(urn: $urn) { checks(first: 100, after: $after) {
  nodes { id coordinate expectation severity status reason latest { observed failedRows } } ${page} } } }`;

/** @param product `orders/orders`; null for all. @throws GordianError NOT_FOUND, and what the gateway refuses with */
export async function knownChecks(access: GraphAccess, product: string | null): Promise<CheckReport[]> {
  const urns = product === null ? await productUrns(access) : [productUrn(product)];
  const checks: GraphCheck[] = [];
  for (const urn of urns) checks.push(...(await checksOf(access, urn)));
  return checks.map(({ id, latest, ...known }) => ({
    ...known,
    check: id,
    observed: latest?.observed ?? null,
    failedRows: latest?.failedRows ?? null,
    place: null,
  }));
}

async function productUrns(access: GraphAccess): Promise<string[]> {
  const products = await allPages(async (after) => {
    const answer = await askGraph<{ dataProducts: Page<{ readonly urn: string }> }>(access, productsQuery, { after });
    return answer.dataProducts;
  });
  return products.map(({ urn }) => urn);
}

function checksOf(access: GraphAccess, urn: string): Promise<GraphCheck[]> {
  return allPages(async (after) => {
    const { dataProduct } = await askGraph<{ dataProduct: { readonly checks: Page<GraphCheck> } | null }>(
      access,
      checksQuery,
      { urn, after },
    );
    if (dataProduct) return dataProduct.checks;
    throw new GordianError('NOT_FOUND', `There is no product ${urn.slice(productUrn('').length)}.`);
  });
}

async function allPages<Node>(read: (after: string | null) => Promise<Page<Node>>): Promise<Node[]> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ; ) {
    const { nodes: next, pageInfo } = await read(after);
    nodes.push(...next);
    if (!pageInfo.hasNextPage) return nodes;
    after = pageInfo.endCursor;
  }
}
