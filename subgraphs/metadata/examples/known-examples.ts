// Which examples a caller may know of: a document that names what the caller may not know of is not there, in any list of checks.
import type { GraphQLSchema } from 'graphql';
import type { MetadataContext } from '../context.ts';
import { readAskedOperation } from '../operation/asked-operation.ts';
import type { CheckRow } from '../quality/check-row.ts';
import { isExample, operationOf } from './product-examples.ts';

/** Of checks of any engine: one that is no example names nothing. */
export type IsKnownExample = (check: Pick<CheckRow, 'engine' | 'implementation'>) => boolean;

const knownIn = new WeakMap<MetadataContext['loaders'], Promise<IsKnownExample>>();

/** Made once in a request. */
export function knownExamples(context: MetadataContext): Promise<IsKnownExample> {
  const made = knownIn.get(context.loaders) ?? makeKnownExamples(context);
  knownIn.set(context.loaders, made);
  return made;
}

async function makeKnownExamples({ caller, loaders }: MetadataContext): Promise<IsKnownExample> {
  const [graph, { schema }] = await Promise.all([loaders.access.policedGraph(), loaders.access.knowledgeOf(caller)]);
  // While no rules serve, nobody can tell what an operation may name.
  if (graph === null || schema === null) return (check) => !isExample(check);
  if (schema === graph.schema) return () => true;
  return (check) => !isExample(check) || fits(schema, operationOf(check).document);
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
