// What is asked of the shop: three shapes of work, and the small one again over many connections.

export interface BenchCase {
  readonly name: string;
  readonly about: string;
  readonly query: string;
  readonly connections: number;
  /** Variants beside ours that are asked; all when absent. */
  readonly only?: readonly string[];
}

export const usualConnections = 16;

export const productFields = ['upc', 'name', 'price', 'weight', 'inStock', 'shippingEstimate'];
export const userFields = ['id', 'username', 'name'];

const product = productFields.join(' ');
const user = userFields.join(' ');
const reviewsByAuthors = `reviews { id body author { ${user} reviews { id body product { ${product} } } } }`;
const small = 'query Small { topProducts(first: 3) { upc name reviews { id body } } }';

export const benchCases: readonly BenchCase[] = [
  {
    name: 'heavy',
    about: 'users, reviews, products, reviews, authors, and back: deep, with the same objects met many times',
    query: `query Heavy {
      users { ${user} reviews { id body product { ${product} ${reviewsByAuthors} } } }
      topProducts(first: 5) { ${product} ${reviewsByAuthors} }
    }`,
    connections: usualConnections,
  },
  {
    name: 'small',
    about: 'two fetches, a short answer',
    query: small,
    connections: usualConnections,
  },
  {
    name: 'wide',
    about: '1,000 rows, four fetches',
    query: `query Wide { topProducts(first: 1000) { ${product} reviews { id body author { ${user} } } } }`,
    connections: usualConnections,
  },
  {
    name: 'small-200',
    about: 'the small query over 200 connections at a time',
    query: small.replace('Small', 'SmallOften'),
    connections: 200,
    only: ['apollo-gateway', 'hive-rust', 'mercurius', 'floor'],
  },
];

export function caseNamed(name: string): BenchCase {
  const found = benchCases.find((one) => one.name === name);
  if (!found) throw new Error(`no case "${name}"; there are ${benchCases.map((one) => one.name).join(', ')}`);
  return found;
}
