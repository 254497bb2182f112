// What the draft of incremental delivery demands of @defer in a document, beyond its place and arguments.
import { type ASTVisitor, type DirectiveNode, GraphQLError, Kind, type ValidationContext } from 'graphql';

/** Clients find a part of the answer by its label, so a label is a literal and names one fragment. */
export function deferLabelsRule(context: ValidationContext): ASTVisitor {
  const labels = new Set<string>();
  return {
    Directive(node) {
      if (node.name.value !== 'defer') return;
      const label = argumentOf(node, 'label');
      if (!label || label.kind === Kind.NULL) return;
      if (label.kind !== Kind.STRING) {
        context.reportError(new GraphQLError('The label of @defer must be a literal string.', { nodes: node }));
      } else if (labels.has(label.value)) {
        context.reportError(new GraphQLError('The label of @defer must be unique in the document.', { nodes: node }));
      } else {
        labels.add(label.value);
      }
    },
  };
}

/** The root fields of a mutation run in order, and those of a subscription are events: neither can come later. */
export function deferOnRootRule(context: ValidationContext): ASTVisitor {
  const schema = context.getSchema();
  const roots = [schema.getMutationType(), schema.getSubscriptionType()];
  return {
    Directive(node) {
      const parent = context.getParentType();
      if (node.name.value !== 'defer' || !parent || !roots.some((root) => root === parent)) return;
      const message = `@defer cannot be used on root fields of type "${parent.name}"; use it further down.`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}

function argumentOf({ arguments: args = [] }: DirectiveNode, name: string) {
  return args.find((argument) => argument.name.value === name)?.value;
}
