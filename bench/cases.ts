// What is measured: three shapes of work.

export interface BenchCase {
  readonly name: string;
  readonly about: string;
  readonly query: string;
}

const product = 'upc name price weight inStock shippingEstimate';
const user = 'id username name';
const reviewsByAuthors = `reviews { id body author { ${user} reviews { id body product { ${product} } } } }`;

export const benchCases: readonly BenchCase[] = [
  {
    name: 'heavy',
    about: 'users, reviews, products, reviews, authors, and back: deep, with the same objects met many times',
    query: `query Heavy {
      users { ${user} reviews { id body product { ${product} ${reviewsByAuthors} } } }
      topProducts(first: 5) { ${product} ${reviewsByAuthors} }
    }`,
  },
  {
    name: 'small',
    about: 'two fetches, a short answer',
    query: 'query Small { topProducts(first: 3) { upc name reviews { id body } } }',
  },
  {
    name: 'wide',
    about: '1,000 rows, four fetches',
    query: `query Wide { topProducts(first: 1000) { ${product} reviews { id body author { ${user} } } } }`,
  },
];
