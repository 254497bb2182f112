// Aliases that begin with two underscores are the planner's; a client that could choose one could pose as `__typename`.
import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';

export function reservedAliasRule(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (!node.alias?.value.startsWith('__')) return;
      context.reportError(new GraphQLError('Aliases that begin with "__" are reserved.', { nodes: node.alias }));
    },
  };
}
