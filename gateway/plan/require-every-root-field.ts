// The last check of a plan: a root field that it does not fetch would be null for the client, and no error would say why.
import { type DocumentNode, type FieldNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import type { Plan, PlanNode, PlanStages } from './plan.ts';

/** @throws GordianError PLANNING_FAILED naming the field */
export function requireEveryRootField(document: DocumentNode, plan: Plan): void {
  const fetched = new Set(rootFieldsOfStages(plan));
  const [operation] = document.definitions as readonly OperationDefinitionNode[];
  for (const field of fieldsOf(operation!.selectionSet)) {
    if (fetched.has((field.alias ?? field.name).value)) continue;
    throw new GordianError('PLANNING_FAILED', `No subgraph answers the field "${field.name.value}" of this operation.`);
  }
}

/** Deferred fields are in fragments of the root type. */
function fieldsOf({ selections }: SelectionSetNode): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsOf(selection.selectionSet) : [];
  });
}

function rootFieldsOfStages({ node, deferred }: PlanStages): readonly string[] {
  return [...(node ? rootFieldsOf(node) : []), ...deferred.flatMap(rootFieldsOfStages)];
}

function rootFieldsOf(node: PlanNode): readonly string[] {
  if (node.kind === 'flatten') return [];
  return node.kind === 'fetch' ? node.answer.map(({ keepAs }) => keepAs) : node.nodes.flatMap(rootFieldsOf);
}
