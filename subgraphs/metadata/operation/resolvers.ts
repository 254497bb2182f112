// GraphQL over operations that are explained before they run.
import type { MetadataContext } from '../context.ts';
import type { ExplainedField } from './explain-access.ts';
import { explainOperation, type OperationInput, type OperationMetadata } from './explain-operation.ts';

type Context = MetadataContext;

export const operationResolvers = {
  Query: {
    explainOperation: (_: unknown, input: OperationInput, context: Context) => explainOperation(input, context),
  },
  OperationMetadata: {
    kind: ({ kind }: OperationMetadata) => kind.toUpperCase(),
    deprecated: ({ deprecations }: OperationMetadata, _: object, { loaders: { catalogue } }: Context) =>
      Promise.all(deprecations.map(({ coordinate }) => catalogue.field.load(coordinate))),
    contracts: async ({ products }: OperationMetadata, _: object, { loaders: { catalogue } }: Context) =>
      (await Promise.all(products.map(({ id }) => catalogue.contractsOfProduct.load(id)))).flat(),
  },
  OperationField: {
    field: ({ coordinate }: ExplainedField, _: object, { loaders: { catalogue } }: Context) =>
      catalogue.field.load(coordinate),
  },
};
