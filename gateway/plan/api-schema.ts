// The schema that clients see, from its text. Of a graph with thousands of types that takes longer than requests may wait, so the
// text comes in parts and the schema is made in slices. What graphql-js makes at once when it is asked for a schema is made here
// type by type before (docs/decisions/generations-built-in-slices.md).
import { type DefinitionNode, GraphQLSchema, Kind, parse, specifiedDirectives } from 'graphql';
import { extendSchemaImpl } from 'graphql/utilities/extendSchema.js';
import type { Steps } from '../../kit/in-slices.ts';
import { withDirectivesOfClients } from '../../schema/client-directives.ts';

/** Takes about a millisecond to parse. */
const partCharacters = 16 * 1024;

/** Parts of which each is a document. @param sdl in one part, for whoever has the time to parse it whole */
export function splitSdl(sdl: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (const { loc } of parse(sdl).definitions)
    if (loc!.end - start >= partCharacters) {
      parts.push(sdl.slice(start, loc!.end));
      start = loc!.end;
    }
  return start < sdl.trimEnd().length ? [...parts, sdl.slice(start)] : parts;
}

const empty = { types: [], directives: [], extensions: {}, extensionASTNodes: [], assumeValid: true };

/** @param parts of {@link splitSdl}; composition and the planner have validated them */
export function* apiSchemaSteps(parts: readonly string[]): Steps<GraphQLSchema> {
  const definitions: DefinitionNode[] = [];
  for (const part of parts) {
    definitions.push(...parse(part, { noLocation: true }).definitions);
    yield;
  }
  const config = extendSchemaImpl(
    { ...empty, description: undefined },
    { kind: Kind.DOCUMENT, definitions },
    { assumeValid: true },
  );
  yield;
  // Each makes its fields on the first question; the schema would ask all of them at once.
  for (const type of config.types) {
    if ('getFields' in type) type.getFields();
    if ('getInterfaces' in type) type.getInterfaces();
    yield;
  }
  const typeNamed = (name: string) => config.types.find((type) => type.name === name);
  const roots = config.astNode ? {} : rootsNamed(typeNamed);
  const declared = new Set(config.directives.map(({ name }) => name));
  const standard = [...config.directives, ...specifiedDirectives.filter(({ name }) => !declared.has(name))];
  const directives = withDirectivesOfClients(standard, (name) => typeNamed(name) !== undefined);
  yield;
  return new GraphQLSchema({ ...config, ...roots, directives, assumeValid: true } as ConstructorParameters<
    typeof GraphQLSchema
  >[0]);
}

/** What a schema without a definition of its own has for roots. */
function rootsNamed(typeNamed: (name: string) => unknown): object {
  return { query: typeNamed('Query'), mutation: typeNamed('Mutation'), subscription: typeNamed('Subscription') };
}
