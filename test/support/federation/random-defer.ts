// Puts @defer at random into a document: on fragments that are there, and around selections that are not in one.
import {
  type ConstArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { Dice } from './dice.ts';

const defer: DirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'defer' } };

/** Root fields of mutations stay where they are; the root of a named fragment may be one as well, so nothing is put there. */
export function randomDefer(document: DocumentNode, { chance, below }: Dice): DocumentNode {
  const operation = document.definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  )!;
  const isMutation = operation.operation === 'mutation';

  const deferSome = (selectionSet: SelectionSetNode): SelectionSetNode => {
    const selections = selectionSet.selections.map((selection) =>
      selection.kind !== Kind.FIELD && chance(40)
        ? { ...selection, directives: [...(selection.directives ?? []), defer] }
        : selection,
    );
    return { ...selectionSet, selections: chance(35) ? wrapSome(selections) : selections };
  };

  /** Some in a fragment of their own; now and then a copy of one outside stays, so that it is asked twice. */
  const wrapSome = (selections: readonly SelectionNode[]): readonly SelectionNode[] => {
    const from = below(selections.length);
    const count = 1 + below(selections.length - from);
    const wrapped = selections.slice(from, from + count);
    const fragment: InlineFragmentNode = {
      kind: Kind.INLINE_FRAGMENT,
      directives: [defer],
      selectionSet: { kind: Kind.SELECTION_SET, selections: wrapped },
    };
    const kept = chance(20) && !hasSpread(wrapped[0]!) ? wrapped.slice(0, 1) : [];
    return [...selections.slice(0, from), ...kept, fragment, ...selections.slice(from + count)];
  };

  const isAtRoot = (ancestors: readonly unknown[]): boolean =>
    isMutation && !ancestors.some((one) => (one as { kind?: string } | undefined)?.kind === Kind.FIELD);

  const deferred: DocumentNode = visit(document, {
    SelectionSet: {
      leave: (node, _key, _parent, _path, ancestors) => (isAtRoot(ancestors) ? undefined : deferSome(node)),
    },
  });
  return withLabels(deferred);
}

/** Which deferred fragment a fragment counts for that is spread twice, servers see differently. */
const hasSpread = (selection: SelectionNode): boolean => JSON.stringify(selection).includes(Kind.FRAGMENT_SPREAD);

/** So that the parts of one server can be compared with those of another. */
function withLabels(document: DocumentNode): DocumentNode {
  let labels = 0;
  const label = (): ConstArgumentNode => ({
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'label' },
    value: { kind: Kind.STRING, value: `L${labels++}` },
  });
  return visit(document, {
    Directive: (directive) => (directive.name.value === 'defer' ? { ...directive, arguments: [label()] } : undefined),
  });
}
