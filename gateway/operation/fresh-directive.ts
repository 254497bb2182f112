// @fresh in a document: where it stands, and what its literals say. The gateway answers it from what it knows of the products
// (gateway/metadata), so it is neither planned nor sent to a subgraph.
import { type ASTVisitor, type DirectiveNode, GraphQLError, Kind, type ValidationContext } from 'graphql';
import { freshDirective } from '../../schema/client-directives.ts';
import { isoDurationSeconds } from '../../schema/contract/durations.ts';

export type OnStale = 'ERROR' | 'NULL' | 'WARN';

export function freshDirectivesOf(directives: readonly DirectiveNode[] | undefined): readonly DirectiveNode[] {
  const found = directives?.filter(({ name }) => name.value === freshDirective.name) ?? none;
  return found.length === 0 ? none : found;
}

const none: readonly DirectiveNode[] = [];

const maxSeconds = 366 * 86_400;

/** @returns null unless it is a positive ISO-8601 duration of at most a year */
export function readWithin(text: string): number | null {
  const seconds = isoDurationSeconds(text);
  return seconds !== null && seconds > 0 && seconds <= maxSeconds ? seconds : null;
}

export const withinForm = '`within` of @fresh must be an ISO-8601 duration of at most a year, such as "PT15M".';

/** What is wrong with a literal is told with its place; variables are looked at when they are there. */
export function freshRule(context: ValidationContext): ASTVisitor {
  const report = (message: string, nodes: DirectiveNode) => context.reportError(new GraphQLError(message, { nodes }));
  return {
    Field(node) {
      const [directive] = freshDirectivesOf(node.directives);
      if (directive && node.name.value.startsWith('__'))
        report('@fresh has no meaning on a field of the introspection.', directive);
    },
    Directive(node) {
      if (node.name.value !== freshDirective.name) return;
      const within = node.arguments?.find(({ name }) => name.value === 'within')?.value;
      if (within?.kind === Kind.STRING && readWithin(within.value) === null) report(withinForm, node);
    },
  };
}
