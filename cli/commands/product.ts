// `gordian product list|show`: the data products of the graph; of one, who answers for it, what it promises and how that stands now, who
// uses it, and what it is made from. What the caller may not know is left out by the graph itself.
import type { Command } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { withExamples } from '../examples.ts';
import { listFormats } from '../format-flag.ts';
import { createGraphPrompt, type GraphOptions, type GraphPrompt } from '../graph-prompt.ts';
import { textOfList } from '../graph-text.ts';
import { writeData, writeJson } from '../output.ts';
import { type Product, textOfProduct } from './product/product-text.ts';
import { urnOfProduct } from './product/product-urn.ts';
import { addVerifyExamples } from './product/verify-examples.ts';

interface Listing extends GraphOptions {
  readonly domain?: string;
  readonly tag?: string;
  readonly text?: string;
}

const listQuery = `query ($filter: DataProductFilter, $after: String) { dataProducts(filter: $filter, first: 100, after: $after) {
  nodes { urn name domain { slug } kind status owners { name } health { status } } pageInfo { hasNextPage endCursor } } }`;
const showQuery = `query ($urn: URN!) {
  dataProduct(urn: $urn) {
    urn name domain { slug } kind status description owners { name onCall } entities health { status reasons }
    contracts { current { version status registeredAt sourceRevision } }
    slas { id element status observed unit asOf objective { threshold unit target } }
    consumers(first: 20) { nodes { id name kind } } }
  lineage(root: { urn: $urn }, direction: BOTH, depth: 2) { complete nodes { kind label urn depth } edges { from to } } }`;

interface Listed {
  readonly nodes: readonly {
    readonly domain: { readonly slug: string };
    readonly owners: readonly { readonly name: string }[] | null;
    readonly health: { readonly status: string } | null;
    readonly [fact: string]: unknown;
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export function registerProductCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const product = program
    .command('product')
    .description('The data products: who answers for them, and how they stand.');
  const prompt = createGraphPrompt(product, env);
  addList(prompt);
  addShow(prompt);
  addVerifyExamples(prompt, env);
}

function addList({ verb, ask }: GraphPrompt): void {
  const list = verb('list', 'All data products, with their owners and their health.')
    .option('--domain <slug>', 'of one domain')
    .option('--tag <tag>', 'with a tag of the contract')
    .option('--text <words>', 'with these words in the name or the description')
    .action(async ({ domain, tag, text, ...options }: Listing) => {
      const products = await everyPage(ask, options, { domain, tag, text });
      const rows = products.map(({ domain: { slug }, owners, health, ...facts }) => ({
        ...facts,
        domain: slug,
        owners: owners?.map(({ name }) => name),
        health: health?.status,
      }));
      writeData(textOfList(rows, columns, options.format));
    });
  withExamples(list, 'gordian product list', 'gordian product list --domain orders --format json');
}

const columns = { product: 'urn', name: 'name', kind: 'kind', status: 'status', owners: 'owners', health: 'health' };

async function everyPage(ask: GraphPrompt['ask'], options: GraphOptions, filter: object): Promise<Listed['nodes']> {
  const found: Listed['nodes'][number][] = [];
  for (let after: string | null = null; ; ) {
    const { dataProducts }: { dataProducts: Listed } = await ask(options, listQuery, { filter, after });
    found.push(...dataProducts.nodes);
    if (!dataProducts.pageInfo.hasNextPage) return found;
    after = dataProducts.pageInfo.endCursor;
  }
}

function addShow({ verb, ask }: GraphPrompt): void {
  const show = verb(
    'show <product>',
    'One data product: owners, promises against now, consumers, lineage.',
    listFormats,
  ).action(async (given: string, options: GraphOptions) => {
    const answer = await ask<Product>(options, showQuery, { urn: urnOfProduct(given) });
    if (answer.dataProduct === null)
      throw new GordianError('NOT_FOUND', `There is no product ${given}; "gordian product list" has them.`);
    if (options.format === 'json') writeJson(answer);
    else writeData(textOfProduct(answer.dataProduct, answer.lineage));
  });
  withExamples(show, 'gordian product show orders/orders', 'gordian product show customers/customer-360 --format json');
}
