// Smaller variants of an operation: each leaves out a selection, a directive, an alias, a fragment or a variable.
import {
  type ASTNode,
  type DocumentNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

export function smallerQueries(query: string): string[] {
  const document = parse(query, { noLocation: true });
  const edits: ((node: ASTNode) => ASTNode | null | undefined)[] = [];
  visit(document, {
    enter(node, _, parent) {
      if (node.kind === Kind.SELECTION_SET)
        node.selections.forEach((selection) => {
          edits.push((one) => (one === node ? without(node, selection) : undefined));
          const inner = innerOf(document, selection);
          if (inner) edits.push((one) => (one === node ? replaced(node, selection, inner.selections) : undefined));
        });
      if (node.kind === Kind.DIRECTIVE || (node.kind === Kind.ARGUMENT && !isDirective(parent)))
        edits.push((one) => (one === node ? null : undefined));
      if (node.kind === Kind.FIELD && node.alias)
        edits.push((one) => (one === node ? { ...node, alias: undefined } : undefined));
    },
  });
  return [...new Set(edits.map((edit) => print(tidied(visit(document, { enter: edit as never })))))].filter(
    (text) => text !== print(document),
  );
}

const isDirective = (parent: unknown) => (parent as ASTNode | undefined)?.kind === Kind.DIRECTIVE;

/** A set of selections is never empty. */
function without(node: SelectionSetNode, dropped: SelectionNode): SelectionSetNode {
  const selections = node.selections.filter((one) => one !== dropped);
  const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;
  return { ...node, selections: selections.length > 0 ? selections : [typename] };
}

function replaced(node: SelectionSetNode, old: SelectionNode, inner: readonly SelectionNode[]): SelectionSetNode {
  return { ...node, selections: node.selections.flatMap((one) => (one === old ? inner : [one])) };
}

function innerOf({ definitions }: DocumentNode, selection: SelectionNode): SelectionSetNode | undefined {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection.selectionSet;
  if (selection.kind !== Kind.FRAGMENT_SPREAD) return undefined;
  const fragment = definitions.find(
    (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
  );
  return fragment?.kind === Kind.FRAGMENT_DEFINITION ? fragment.selectionSet : undefined;
}

/** Without fragments and variables that nothing uses any more. */
function tidied(document: DocumentNode): DocumentNode {
  const spread = new Set<string>();
  const variables = new Set<string>();
  visit(document, {
    FragmentSpread: ({ name }) => void spread.add(name.value),
    VariableDefinition: () => false,
    Variable: ({ name }) => void variables.add(name.value),
  });
  const tidy: DocumentNode = visit(document, {
    FragmentDefinition: ({ name }) => (spread.has(name.value) ? undefined : null),
    VariableDefinition: ({ variable }) => (variables.has(variable.name.value) ? undefined : null),
  });
  return print(tidy) === print(document) ? document : tidied(tidy);
}
