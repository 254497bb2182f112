// What operations may cost on a supergraph, and whether they are within the limits of a gateway, without one. Whoever asks is taken to
// be allowed everything, and a variable that has no default to be absent.
import { parse } from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import { apiSchemaOf } from '../../schema/api-schema.ts';
import { defaultOperationLimits } from '../operation/operation-limits.ts';
import { prepareOperation } from '../operation/prepare-operation.ts';
import { shapeOperation } from '../operation/shape-operation.ts';
import { readCostHints } from './cost-hints.ts';
import { weighOperation } from './weigh-operation.ts';

export interface OfflineWeighing {
  readonly supergraphSdl: string;
  readonly documents: readonly string[];
  /** Items in a list about which no subgraph says anything. */
  readonly assumedListSize: number;
  /** Needed where a document holds several. */
  readonly operationName?: string | null;
  /** As far as they are known. */
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** What one document costs, or why a gateway would refuse it. */
export type OfflineWeight = { readonly estimated: number } | { readonly code: string; readonly message: string };

/** In the order of the documents. */
export function weighOffline(weighing: OfflineWeighing): OfflineWeight[] {
  const { supergraphSdl, documents, assumedListSize, operationName = null, variables = {} } = weighing;
  const apiSchema = apiSchemaOf(supergraphSdl);
  const hints = readCostHints(parse(supergraphSdl));
  return documents.map((query) => {
    try {
      const prepared = prepareOperation({ apiSchema }, { query, operationName });
      const conditions = { ...allShown(prepared.conditionVariables), ...variables };
      const shape = shapeOperation(prepared, conditions, defaultOperationLimits, true);
      const { estimated } = weighOperation({ shape, verdicts: [], key: '' }, hints, { assumedListSize }).weigh(
        variables,
      );
      return { estimated: Math.min(estimated, Number.MAX_SAFE_INTEGER) };
    } catch (error) {
      if (!(error instanceof GordianError)) throw error;
      return { code: error.code, message: error.message };
    }
  });
}

/** @include shows and @skip hides: nobody knows which is more, so that a document that uses both is weighed with neither's part. */
function allShown(conditionVariables: readonly string[]): Readonly<Record<string, boolean>> {
  return Object.fromEntries(conditionVariables.map((name) => [name, true]));
}
