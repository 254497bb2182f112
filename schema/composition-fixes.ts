// What to change for each of the usual composition errors. Where the SDL tells more than the message, the fix says it.
import { isNamed, type ParsedSubgraph } from './subgraph-sdl.ts';

const fixes: Readonly<Record<string, string>> = {
  KEY_INVALID_FIELDS: 'Name fields of the type in @key, and declare them in this subgraph.',
  REQUIRES_INVALID_FIELDS: 'Declare the field in this type and mark it @external; another subgraph serves it.',
  PROVIDES_INVALID_FIELDS: 'Declare the field in the returned type and mark it @external.',
  REQUIRES_MISSING_EXTERNAL: 'Mark the required field @external: it is served by another subgraph.',
  PROVIDES_MISSING_EXTERNAL: 'Mark the provided field @external: it is usually served by another subgraph.',
  EXTERNAL_UNUSED: 'Remove the field, or name it in the @requires or @provides that needs it.',
  EXTERNAL_MISSING_ON_BASE:
    'The subgraph that owns the field does not declare it: add it there, or remove @external and serve it here.',
  EXTERNAL_TYPE_MISMATCH: 'Give the @external field exactly the type that its owner declares, "!" included.',
  EXTERNAL_ARGUMENT_MISSING: 'Repeat the arguments of the owner on the @external field.',
  EXTERNAL_ARGUMENT_TYPE_MISMATCH: 'Give the argument exactly the type that the owner declares.',
  FIELD_TYPE_MISMATCH: 'Declare the field with one type in all subgraphs.',
  ARGUMENT_TYPE_MISMATCH: 'Declare the argument with one type in all subgraphs.',
  TYPE_KIND_MISMATCH: 'Rename one of the two: a name stands for one kind of type in the whole graph.',
  ENUM_VALUE_MISMATCH: 'An enum used for input and output needs the same values in every subgraph.',
  EMPTY_MERGED_ENUM_TYPE:
    'An enum used for input keeps only the values that all subgraphs share: give them one in common.',
  EMPTY_MERGED_INPUT_TYPE: 'An input type keeps only the fields that all subgraphs share: give them one in common.',
  REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH:
    'Declare the argument in every subgraph that serves the field, or make it optional.',
  REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH:
    'Declare the input field in every subgraph that uses the type, or make it optional.',
  INTERFACE_FIELD_NO_IMPLEM:
    'Add the field to every type that implements the interface, in one of the subgraphs that declare the type.',
  NO_QUERIES: 'Give at least one subgraph a type Query with a field.',
  OVERRIDE_FROM_SELF_ERROR: 'Name the other subgraph in @override(from:), the one that served the field so far.',
  OVERRIDE_SOURCE_HAS_OVERRIDE: 'Only one subgraph may take the field over: remove one of the two @override.',
  AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE:
    'Write it on the types that implement the interface: the interface then asks what they ask together.',
  MISSING_TRANSITIVE_AUTH_REQUIREMENTS:
    'Demand of the field what the fields demand that it requires, with the same directives.',
  UNKNOWN_FEDERATION_LINK_VERSION: 'Link a version that is supported: https://specs.apollo.dev/federation/v2.7',
};

const federationLink =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable", "@external", "@requires"])';

export function fixFor(code: string, message: string, subgraphs: readonly ParsedSubgraph[]): string {
  if (code === 'INVALID_FIELD_SHARING') return sharingFix(message, subgraphs);
  if (code === 'INVALID_GRAPHQL') return graphqlFix(message);
  return fixes[code] ?? 'Change one of the places named so that the subgraphs agree.';
}

const federationDirectives: ReadonlySet<string> = new Set(
  'key shareable external requires provides override inaccessible tag extends interfaceObject composeDirective authenticated requiresScopes policy cost listSize'.split(
    ' ',
  ),
);

function graphqlFix(message: string): string {
  const directive = /Unknown directive "@(\w+)"/.exec(message)?.[1];
  if (directive !== undefined && federationDirectives.has(directive))
    return `Import it, "@${directive}", in the federation @link of this schema.`;
  if (directive !== undefined)
    return `Declare it in this schema (directive @${directive} on ...), or correct its name.`;
  if (/Interface field .* expected but/.test(message))
    return 'Add the field to the type, or do not implement the interface.';
  return 'Correct the schema at this place.';
}

/** Sharing errors have three causes that look alike: a forgotten @key, a schema without federation 2, two real owners. */
function sharingFix(message: string, subgraphs: readonly ParsedSubgraph[]): string {
  const [, typeName = '', fieldName = ''] = /field "(\w+)\.(\w+)"/.exec(message) ?? [];
  const sharing = subgraphs.filter(({ sdl }) => sdl.types.get(typeName)?.fields.get(fieldName)?.external === false);
  const keyed = sharing.find(({ sdl }) => sdl.types.get(typeName)!.fields.get(fieldName)!.inKey);
  const unkeyed = sharing.find(({ sdl }) => sdl.types.get(typeName)!.keys.length === 0);
  if (keyed !== undefined && unkeyed !== undefined) {
    const key = keyed.sdl.types.get(typeName)!.keys[0]!.fields;
    return `${typeName} is an entity: write type ${typeName} @key(fields: "${key}") in ${unkeyed.sdl.file} too.`;
  }
  const old = sharing.find(({ sdl }) => !linksFederation(sdl.document));
  if (old !== undefined) return `${old.sdl.file} does not link federation 2. Begin it with: ${federationLink}`;
  const unshared = unsharedIn(message);
  const guilty = unshared.length === 0 ? sharing : sharing.filter(({ name }) => unshared.includes(name));
  const files = guilty.map(({ sdl }) => sdl.file).join(' and ');
  if (guilty.length < sharing.length)
    return `The others share ${typeName}.${fieldName}: mark it @shareable in ${files} too, or remove it there.`;
  return `Let one subgraph serve ${typeName}.${fieldName} and remove it from the other; or, where all give the same value, mark it @shareable in ${files}; or move it with @override(from: "...").`;
}

/** @returns the names of the subgraphs that the message blames; none where it blames all */
export function unsharedIn(message: string): string[] {
  const blamed = /defined as non-shareable in (.+)$/.exec(message)?.[1] ?? '';
  return [...blamed.matchAll(/"([^"]+)"/g)].map(([, name]) => name!);
}

function linksFederation(document: ParsedSubgraph['sdl']['document']): boolean {
  return document.definitions.some(
    (definition) =>
      (definition.kind === 'SchemaExtension' || definition.kind === 'SchemaDefinition') &&
      definition.directives?.some((directive) => isNamed(directive, 'link')),
  );
}
