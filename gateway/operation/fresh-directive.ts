// @fresh: how old the data of a field, or of all fields of an operation, may be at most. The gateway answers it from what it knows
// of the products (gateway/metadata), so it is neither planned nor sent to a subgraph.
import {
  type ASTVisitor,
  DirectiveLocation,
  type DirectiveNode,
  type FieldNode,
  GraphQLDirective,
  GraphQLEnumType,
  GraphQLError,
  type GraphQLSchema,
  GraphQLString,
  Kind,
  type ValidationContext,
} from 'graphql';
import { isoDurationSeconds } from '../../schema/contract/durations.ts';
import { withDirective } from './with-directive.ts';

export type OnStale = 'ERROR' | 'NULL' | 'WARN';

const onStaleType = new GraphQLEnumType({
  name: 'OnStale',
  description: 'What becomes of a field whose data is older than `@fresh` accepts, or of an age that nobody knows.',
  values: {
    ERROR: { description: 'It is not fetched: null, and an error with the code STALE_DATA.' },
    NULL: { description: 'It is not fetched: null, and a warning. A field that is never null fails as with ERROR.' },
    WARN: { description: 'It is fetched, and a warning tells its age.' },
  },
});

export const freshDirective = new GraphQLDirective({
  name: 'fresh',
  description:
    'The data may be of this age at most, by what its product last reported. On an operation: the data of every field whose product tells how far it reaches; @fresh on a field takes its place there.',
  locations: [DirectiveLocation.FIELD, DirectiveLocation.QUERY, DirectiveLocation.SUBSCRIPTION],
  args: {
    within: {
      type: GraphQLString,
      description: 'ISO-8601 duration, such as "PT15M"; without it, what the contract of the product promises.',
    },
    onStale: { type: onStaleType, defaultValue: 'ERROR' },
  },
});

/** A graph that has a type called OnStale goes without: its clients would mean their own. */
export function withFresh(schema: GraphQLSchema): GraphQLSchema {
  return schema.getType(onStaleType.name) ? schema : withDirective(schema, freshDirective);
}

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
  const report = (message: string, node: DirectiveNode) =>
    context.reportError(new GraphQLError(message, { nodes: node }));
  return {
    Field(node: FieldNode) {
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
