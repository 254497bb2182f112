// Which fields one object type answers in one selection: fragments spread, conditions decided (specification, section 6.3.2).
import {
  type DirectiveNode,
  type FieldNode,
  type GraphQLObjectType,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { PreparedOperation } from './prepared-operation.ts';

/** Response name -> the field nodes that merge under it, in the order in which the client wrote the first of each. */
export type CollectedFields = ReadonlyMap<string, readonly FieldNode[]>;

export function collectFields(
  prepared: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): CollectedFields {
  const collected = new Map<string, FieldNode[]>();
  const spread = new Set<string>();

  const collect = (selection: SelectionNode): void => {
    if (isLeftOut(selection.directives, variables)) return;
    if (selection.kind === Kind.FIELD) {
      const responseName = (selection.alias ?? selection.name).value;
      const merged = collected.get(responseName);
      if (merged) merged.push(selection);
      else collected.set(responseName, [selection]);
      return;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragmentOnce(selection.name.value) : selection;
    if (fragment && appliesTo(prepared, fragment.typeCondition?.name.value, type)) {
      fragment.selectionSet.selections.forEach(collect);
    }
  };

  const fragmentOnce = (name: string) => {
    if (spread.has(name)) return undefined;
    spread.add(name);
    return prepared.fragments.get(name);
  };

  for (const selectionSet of selectionSets) selectionSet.selections.forEach(collect);
  return collected;
}

function isLeftOut(
  directives: readonly DirectiveNode[] | undefined,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  return (
    directives?.some((directive) => {
      if (directive.name.value === 'skip') return conditionOf(directive, variables);
      return directive.name.value === 'include' && !conditionOf(directive, variables);
    }) ?? false
  );
}

/** Validation has made sure that `if` is there and is a boolean or a variable of that type. */
function conditionOf(directive: DirectiveNode, variables: Readonly<Record<string, unknown>>): boolean {
  const value = directive.arguments?.[0]?.value;
  if (value?.kind === Kind.VARIABLE) return variables[value.name.value] === true;
  return value?.kind === Kind.BOOLEAN && value.value;
}

function appliesTo({ schema }: PreparedOperation, condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditionType = schema.getType(condition);
  return isAbstractType(conditionType) && schema.isSubType(conditionType, type);
}
