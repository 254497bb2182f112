// Runs the examples of data products through the gateway, as whoever has the token, and reports what came of it as results of the
// quality checks that they are.
import { GordianError } from '../../kit/errors.ts';
import { answerOf, askGraph, type GraphAccess } from '../graph-client.ts';
import { type ExampleOutcome, outcomeOfAnswer } from './example-outcome.ts';

export interface ExampleRun extends ExampleOutcome {
  /** `gordian:product:orders/orders` */
  readonly product: string;
  /** `orders/orders#example-newest-orders` */
  readonly id: string;
  readonly name: string;
}

interface Example {
  readonly id: string;
  readonly name: string;
  readonly document: string;
  readonly variables: string | null;
}

interface ProductWithExamples {
  readonly urn: string;
  readonly examples: readonly Example[] | null;
}

interface ProductPage {
  readonly nodes: readonly ProductWithExamples[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const fields = 'urn examples { id name document variables }';
const oneQuery = `query ($urn: URN!) { dataProduct(urn: $urn) { ${fields} } }`;
const allQuery = `query ($after: String) { dataProducts(first: 50, after: $after) { nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`;
const reportMutation = 'mutation ($input: QualityReportInput!) { reportQuality(input: $input) { passing } }';

/** One after the other. @param urn of one product; null for all. @throws GordianError NOT_FOUND, and what the gateway refuses with */
export async function runExamples(access: GraphAccess, urn: string | null): Promise<ExampleRun[]> {
  const products = urn === null ? await allProducts(access) : [await oneProduct(access, urn)];
  const runs: ExampleRun[] = [];
  for (const { urn: product, examples } of products)
    for (const example of examples ?? []) runs.push({ product, ...(await runExample(access, example)) });
  return runs;
}

/** All results of a product at once. @throws GordianError FORBIDDEN for whoever may not report on the product */
export async function reportExamples(access: GraphAccess, runs: readonly ExampleRun[], runId: string): Promise<void> {
  for (const product of new Set(runs.map((run) => run.product))) {
    const results = runs
      .filter((run) => run.product === product)
      .map(({ id, outcome, detail }) => ({ checkId: id, outcome, detail }));
    await askGraph(access, reportMutation, { input: { product, runId, results } });
  }
}

async function runExample(access: GraphAccess, { id, name, document, variables }: Example) {
  const given = variables === null ? {} : (JSON.parse(variables) as Readonly<Record<string, unknown>>);
  return { id, name, ...outcomeOfAnswer(await answerOf(access, document, given)) };
}

async function oneProduct(access: GraphAccess, urn: string): Promise<ProductWithExamples> {
  const { dataProduct } = await askGraph<{ dataProduct: ProductWithExamples | null }>(access, oneQuery, { urn });
  if (dataProduct) return dataProduct;
  throw new GordianError('NOT_FOUND', `There is no product ${urn}; "gordian product list" has them.`);
}

async function allProducts(access: GraphAccess): Promise<ProductWithExamples[]> {
  const products: ProductWithExamples[] = [];
  for (let after: string | null = null; ; ) {
    const { dataProducts }: { dataProducts: ProductPage } = await askGraph(access, allQuery, { after });
    products.push(...dataProducts.nodes);
    if (!dataProducts.pageInfo.hasNextPage) return products;
    after = dataProducts.pageInfo.endCursor;
  }
}
