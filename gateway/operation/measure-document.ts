// The size of a document with all fragments spread, found without spreading them: each fragment is measured once, so a
// small document that would grow to millions of fields costs no more than its length. Runs before validation.
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { defaultOperationLimits, type OperationLimits, requireWithin } from './operation-limits.ts';

interface Size {
  readonly depth: number;
  readonly fields: number;
  readonly rootFields: number;
  readonly aliases: number;
  readonly directives: number;
  readonly deferredFragments: number;
  readonly values: number;
}

const nothing: Size = {
  depth: 0,
  fields: 0,
  rootFields: 0,
  aliases: 0,
  directives: 0,
  deferredFragments: 0,
  values: 0,
};

/** @throws GordianError OPERATION_LIMIT_EXCEEDED; cycles and unknown fragments are left to validation */
export function requireDocumentWithin(document: DocumentNode, limits: OperationLimits = defaultOperationLimits): void {
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  requireWithin(limits, 'maxOperations', operations.length);
  const measure = createMeasure(document);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      const variables = definition.variableDefinitions ?? [];
      requireWithin(limits, 'maxVariables', variables.length);
      const defaults = sum(variables.map(({ defaultValue }) => (defaultValue ? countValues(defaultValue) : 0)));
      requireSizeWithin(limits, add(measure(definition.selectionSet), { ...nothing, values: defaults }));
    }
    // Validation also walks fragments that no operation uses. What is at their root need not be at that of an operation.
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      requireSizeWithin(limits, { ...measure(definition.selectionSet), rootFields: 0 });
  }
}

function requireSizeWithin(limits: OperationLimits, size: Size): void {
  requireWithin(limits, 'maxDepth', size.depth);
  requireWithin(limits, 'maxFields', size.fields);
  requireWithin(limits, 'maxRootFields', size.rootFields);
  requireWithin(limits, 'maxAliases', size.aliases);
  requireWithin(limits, 'maxDirectives', size.directives);
  requireWithin(limits, 'maxDeferredFragments', size.deferredFragments);
  requireWithin(limits, 'maxValues', size.values);
}

function createMeasure(document: DocumentNode): (selectionSet: SelectionSetNode) => Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const sizes = new Map<string, Size>();

  const ofSelectionSet = (selectionSet: SelectionSetNode): Size =>
    selectionSet.selections.map(ofSelection).reduce(add, nothing);

  const ofSelection = (selection: SelectionNode): Size => {
    const directives = selection.directives?.length ?? 0;
    const deferredFragments = selection.directives?.filter(({ name }) => name.value === 'defer').length ?? 0;
    const own = { ...nothing, directives, deferredFragments };
    if (selection.kind === Kind.FRAGMENT_SPREAD) return add(ofFragment(selection.name.value), own);
    if (selection.kind === Kind.INLINE_FRAGMENT) return add(ofSelectionSet(selection.selectionSet), own);
    const below = selection.selectionSet ? ofSelectionSet(selection.selectionSet) : nothing;
    return {
      depth: below.depth + 1,
      fields: below.fields + 1,
      rootFields: 1,
      aliases: below.aliases + (selection.alias ? 1 : 0),
      directives: below.directives + directives,
      deferredFragments: below.deferredFragments,
      values: below.values + sum((selection.arguments ?? []).map(({ value }) => countValues(value))),
    };
  };

  const ofFragment = (name: string): Size => {
    const known = sizes.get(name);
    if (known) return known;
    sizes.set(name, nothing);
    const fragment = fragments.get(name);
    const size = fragment ? ofSelectionSet(fragment.selectionSet) : nothing;
    sizes.set(name, size);
    return size;
  };

  return ofSelectionSet;
}

function add(one: Size, other: Size): Size {
  return {
    depth: Math.max(one.depth, other.depth),
    fields: one.fields + other.fields,
    rootFields: one.rootFields + other.rootFields,
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
    deferredFragments: one.deferredFragments + other.deferredFragments,
    values: one.values + other.values,
  };
}

function countValues(value: ValueNode): number {
  if (value.kind === Kind.LIST) return 1 + sum(value.values.map(countValues));
  if (value.kind === Kind.OBJECT) return 1 + sum(value.fields.map((field) => countValues(field.value)));
  return 1;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
