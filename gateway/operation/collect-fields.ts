// Which fields one object type answers in one selection: fragments spread, conditions decided (specification, section 6.3.2),
// and for each which deferred fragment asks for it.
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
import type { DeferredFragment } from './shape.ts';

/** Response name -> what merges under it, in the order in which the client wrote the first of each. */
export type CollectedFields = ReadonlyMap<string, readonly CollectedField[]>;

export interface CollectedField {
  readonly node: FieldNode;
  /** The innermost deferred fragment around it, here or further up; null outside of all. */
  readonly deferredBy: DeferredFragment | null;
}

export interface CollectedSelections {
  readonly selectionSet: SelectionSetNode;
  readonly deferredBy: DeferredFragment | null;
}

/** Gives the same fragment for the same @defer at the position that is collected. */
export type OpenFragment = (directive: DirectiveNode, parent: DeferredFragment | null) => DeferredFragment;

/** @param open null when nothing is deferred */
export function collectFields(
  prepared: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  type: GraphQLObjectType,
  selections: readonly CollectedSelections[],
  open: OpenFragment | null = null,
): CollectedFields {
  const collected = new Map<string, CollectedField[]>();
  const spread = new Map<string, Set<DeferredFragment | null>>();

  const collect = (selection: SelectionNode, outer: DeferredFragment | null): void => {
    if (isLeftOut(selection.directives, variables)) return;
    if (selection.kind === Kind.FIELD) {
      const responseName = (selection.alias ?? selection.name).value;
      const field = { node: selection, deferredBy: outer };
      const merged = collected.get(responseName);
      if (merged) merged.push(field);
      else collected.set(responseName, [field]);
      return;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? prepared.fragments.get(selection.name.value) : selection;
    if (!fragment || !appliesTo(prepared, fragment.typeCondition?.name.value, type)) return;
    const deferral = open && deferralOf(selection.directives, variables);
    const inner = deferral ? open(deferral, outer) : outer;
    if (selection.kind === Kind.FRAGMENT_SPREAD && !isFirst(selection.name.value, inner)) return;
    for (const below of fragment.selectionSet.selections) collect(below, inner);
  };

  /** The same fragment, spread once more for the same delivery or for a later one, would add nothing. */
  const isFirst = (name: string, deferredBy: DeferredFragment | null): boolean => {
    const deliveries = spread.get(name) ?? new Set();
    if (isDelivered(deliveries, deferredBy)) return false;
    spread.set(name, deliveries.add(deferredBy));
    return true;
  };

  for (const { selectionSet, deferredBy } of selections)
    for (const selection of selectionSet.selections) collect(selection, deferredBy);
  return collected;
}

function isDelivered(deliveries: ReadonlySet<DeferredFragment | null>, deferredBy: DeferredFragment | null): boolean {
  return deliveries.has(deferredBy) || (deferredBy !== null && isDelivered(deliveries, deferredBy.parent));
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

function deferralOf(
  directives: readonly DirectiveNode[] | undefined,
  variables: Readonly<Record<string, unknown>>,
): DirectiveNode | undefined {
  return directives?.find((directive) => directive.name.value === 'defer' && conditionOf(directive, variables));
}

/** Validation has made sure that `if` is a boolean or a variable of that type, and that only @defer can do without. */
function conditionOf(directive: DirectiveNode, variables: Readonly<Record<string, unknown>>): boolean {
  const value = directive.arguments?.find(({ name }) => name.value === 'if')?.value;
  if (value?.kind === Kind.VARIABLE) return (variables[value.name.value] ?? directive.name.value === 'defer') === true;
  return value?.kind === Kind.BOOLEAN ? value.value : true;
}

function appliesTo({ schema }: PreparedOperation, condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditionType = schema.getType(condition);
  return isAbstractType(conditionType) && schema.isSubType(conditionType, type);
}
