// The first half of preparing, in the walk: a document becomes an operation on the schema that the caller may know.
import type { Caller } from '../kit/caller.ts';
import type { Gateway } from './gateway.ts';
import { knownSchema } from './known-schema.ts';
import { prepareOperation } from './operation/prepare-operation.ts';
import type { PreparedOperation } from './operation/prepared-operation.ts';
import type { GraphQLRequest } from './receive/graphql-request.ts';
import type { Generation } from './supergraph/generation.ts';

/** @throws GordianError DOCUMENT_OF_ANOTHER_CLIENT, and as {@link prepareOperation} does */
export function prepareForCaller(
  { config, circumstances, documents }: Pick<Gateway, 'config' | 'circumstances' | 'documents'>,
  generation: Generation,
  { asked, caller }: { readonly asked: GraphQLRequest; readonly caller: Caller },
): PreparedOperation {
  documents.requireLicence(asked.query, caller.client);
  return prepareOperation({ apiSchema: knownSchema(generation, caller, circumstances) }, asked, config.limits);
}
