// GraphQL over the examples of products: checks whose engine asks the gateway.
import type { ProductRow } from '../catalogue/queries.ts';
import type { MetadataContext } from '../context.ts';
import { type CheckRow, reasonOf } from '../quality/check-row.ts';
import { knownExamples } from './known-examples.ts';
import { isExample, isVerified, operationOf } from './product-examples.ts';

type Context = MetadataContext;

const productExample = {
  id: ({ checkId }: CheckRow) => checkId,
  name: ({ name, rule }: CheckRow) => name ?? rule,
  document: (row: CheckRow) => operationOf(row).document,
  variables: (row: CheckRow) => {
    const { variables } = operationOf(row);
    return variables === null ? null : JSON.stringify(variables);
  },
  verified: (row: CheckRow, _: object, { loaders: { now } }: Context) => isVerified(row, now),
  verifiedAt: ({ id }: CheckRow, _: object, { loaders: { quality } }: Context) => quality.lastPass.load(id),
  outcome: ({ latest }: CheckRow) => latest?.outcome ?? null,
  reason: (row: CheckRow, _: object, { loaders: { now } }: Context) => reasonOf(row, now),
};

export const exampleResolvers = {
  DataProduct: {
    examples: async ({ id }: ProductRow, _: object, context: Context): Promise<readonly CheckRow[]> => {
      const examples = (await context.loaders.quality.checksOfProduct.load(id)).filter(isExample);
      return examples.length === 0 ? examples : examples.filter(await knownExamples(context));
    },
  },
  ProductExample: productExample,
};
