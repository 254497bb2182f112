// Names that belong to the gateway. A client that could choose an alias with two underscores could pose as `__typename`, and
// a variable called `representations` would meet the one by which entities are fetched, one that begins with
// `contextualArgument_` those that the planner makes for @fromContext; one called `__proto__` is no JSON that a
// careful subgraph accepts.
import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';

export function reservedNamesRule(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (!node.alias?.value.startsWith('__')) return;
      context.reportError(new GraphQLError('Aliases that begin with "__" are reserved.', { nodes: node.alias }));
    },
    VariableDefinition(node) {
      const name = node.variable.name.value;
      if (name === 'representations' || /^(__|contextualArgument_)/.test(name))
        context.reportError(new GraphQLError(`The variable name "${name}" is reserved.`, { nodes: node }));
    },
  };
}
