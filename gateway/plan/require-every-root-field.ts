// The last check of a plan: a root field that it does not fetch would be null for the client, and no error would say why.
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import type { Plan, PlanNode } from './plan.ts';

/** @throws GordianError PLANNING_FAILED naming the field */
export function requireEveryRootField(document: DocumentNode, plan: Plan): void {
  const fetched = new Set(plan.node ? rootFieldsOf(plan.node) : []);
  const [operation] = document.definitions as readonly OperationDefinitionNode[];
  for (const selection of operation!.selectionSet.selections) {
    if (selection.kind !== 'Field' || fetched.has((selection.alias ?? selection.name).value)) continue;
    throw new GordianError(
      'PLANNING_FAILED',
      `No subgraph answers the field "${selection.name.value}" of this operation.`,
    );
  }
}

function rootFieldsOf(node: PlanNode): readonly string[] {
  if (node.kind === 'flatten') return [];
  return node.kind === 'fetch' ? node.answer.map(({ keepAs }) => keepAs) : node.nodes.flatMap(rootFieldsOf);
}
