// GraphQL over the examples of products: checks whose engine asks the gateway. A document that names what the caller may not know of
// is not there.
import type { GraphQLSchema } from 'graphql';
import { maxPageSize } from '../../../kit/connection.ts';
import { secretsFrom } from '../../../policies/decide/secrets.ts';
import { schemaWithout } from '../../../schema/schema-without.ts';
import type { ProductRow } from '../catalogue/queries.ts';
import type { MetadataContext } from '../context.ts';
import { readAskedOperation } from '../operation/asked-operation.ts';
import { type CheckRow, reasonOf } from '../quality/check-row.ts';
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
  verifiedAt: async ({ id }: CheckRow, _: object, { loaders: { quality } }: Context) => {
    const results = await quality.results.load(id, { limit: maxPageSize });
    return results.find(({ outcome }) => outcome === 'PASS')?.at ?? null;
  },
  outcome: ({ latest }: CheckRow) => latest?.outcome ?? null,
  reason: (row: CheckRow, _: object, { loaders: { now } }: Context) => reasonOf(row, now),
};

export const exampleResolvers = {
  DataProduct: {
    examples: async ({ id }: ProductRow, _: object, context: Context): Promise<readonly CheckRow[]> => {
      const examples = (await context.loaders.quality.checksOfProduct.load(id)).filter(isExample);
      if (examples.length === 0) return examples;
      const partial = await partialSchema(context);
      return partial === null ? examples : examples.filter((example) => fits(partial, operationOf(example).document));
    },
  },
  ProductExample: productExample,
};

const partialSchemas = new WeakMap<Context['loaders'], Promise<GraphQLSchema | null>>();

/** What the caller may know of the graph, made once in a request; null for all of it. */
function partialSchema(context: Context): Promise<GraphQLSchema | null> {
  const made = partialSchemas.get(context.loaders) ?? makePartialSchema(context);
  partialSchemas.set(context.loaders, made);
  return made;
}

async function makePartialSchema({ caller, loaders }: Context): Promise<GraphQLSchema | null> {
  const graph = await loaders.access.policedGraph();
  if (graph === null) return null;
  const secrets = secretsFrom(graph.policy, caller, graph.circumstances);
  return secrets.length === 0 ? null : schemaWithout(graph.schema, new Set(secrets));
}

/** For whoever knows a part only, one that names a secret and one that is broken are the same. */
function fits(schema: GraphQLSchema, document: string): boolean {
  try {
    readAskedOperation(schema, document, null);
    return true;
  } catch {
    return false;
  }
}
