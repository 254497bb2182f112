// The directives that clients may write into their operations and that the gateway itself obeys, besides those of GraphQL: they are no
// part of any subgraph. Documents are validated with them, and introspection shows them.
import {
  DirectiveLocation,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLEnumType,
  GraphQLNonNull,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';

/** As the draft of incremental delivery defines it; graphql-js 16 does not know it. */
const deferDirective = new GraphQLDirective({
  name: 'defer',
  description: 'The fragment may be delivered after the rest of the answer.',
  locations: [DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
  args: {
    if: { type: new GraphQLNonNull(GraphQLBoolean), defaultValue: true, description: 'Deferred only when true.' },
    label: { type: GraphQLString, description: 'Tells deferred fragments apart; unique in the document.' },
  },
});

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

/** The schema of a supergraph as clients see it. */
export function withClientDirectives(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig();
  const directives = withDirectivesOfClients(config.directives, (name) => schema.getType(name) !== undefined);
  return new GraphQLSchema({ ...config, directives, assumeValid: true });
}

/** For a schema that is still to be made. @param isType whether the graph has a type of that name */
export function withDirectivesOfClients(
  declared: readonly GraphQLDirective[],
  isType: (name: string) => boolean,
): GraphQLDirective[] {
  return withOwn(declared, isType(onStaleType.name) ? [deferDirective] : [deferDirective, freshDirective]);
}

export function withDefer(schema: GraphQLSchema): GraphQLSchema {
  return withDirectives(schema, [deferDirective]);
}

/** A graph that has a type called OnStale goes without: its clients would mean their own. */
export function withFresh(schema: GraphQLSchema): GraphQLSchema {
  return schema.getType(onStaleType.name) ? schema : withDirectives(schema, [freshDirective]);
}

function withDirectives(schema: GraphQLSchema, added: readonly GraphQLDirective[]): GraphQLSchema {
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, directives: withOwn(config.directives, added), assumeValid: true });
}

/** A directive of that name in the supergraph means something else to its subgraphs, and nothing to clients of ours. */
function withOwn(declared: readonly GraphQLDirective[], added: readonly GraphQLDirective[]): GraphQLDirective[] {
  return [...declared.filter(({ name }) => !added.some((directive) => directive.name === name)), ...added];
}
