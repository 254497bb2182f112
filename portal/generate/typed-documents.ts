// Writes the TypeScript of a folder's .graphql files: for each operation its text, the type of its answer and of its variables; for
// each fragment its type; and the enums and inputs that the variables name. The documents must be valid for the schema.

import {
  type DocumentNode,
  type FragmentDefinitionNode as Fragment,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  validate,
  visit,
} from 'graphql';
import { createInputTypes } from './input-types.ts';
import { selectionType } from './selection-type.ts';

type Definition = DocumentNode['definitions'][number];
type Operation = Extract<Definition, { kind: Kind.OPERATION_DEFINITION }>;

export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** @throws Error that names the folder and what is wrong in it */
export function typedDocuments(schema: GraphQLSchema, folder: string, files: readonly SourceFile[]): string {
  const document = parse(files.map(({ text }) => text).join('\n'));
  const problems = validate(schema, document).filter(({ message }) => !message.endsWith('is never used.'));
  if (problems.length > 0) throw new Error(`${folder}: ${problems.map(({ message }) => message).join('\n')}`);
  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  const fragments = new Map(
    document.definitions
      .filter((each) => each.kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each]),
  );
  const inputs = createInputTypes(schema);
  const parts = [
    ...[...fragments.values()].map((fragment) => fragmentType(schema, fragment, fragments)),
    ...operations.map((operation) => operationParts(schema, operation, fragments, inputs)),
  ];
  return `${[header(operations.length > 0), ...inputs.declarations(), ...parts].join('\n\n')}\n`;
}

function header(hasOperations: boolean): string {
  const told =
    '// Generated from the .graphql files of the folder of this name by `npm run generate:portal`; change those.';
  return hasOperations ? `${told}\nimport type { TypedDocument } from '../graph/typed-document.ts';` : told;
}

function fragmentType(schema: GraphQLSchema, fragment: Fragment, fragments: ReadonlyMap<string, Fragment>): string {
  const type = schema.getType(fragment.typeCondition.name.value)!;
  return `export type ${fragment.name.value}Fragment = ${selectionType(schema, type, fragment.selectionSet, fragments)};`;
}

function operationParts(
  schema: GraphQLSchema,
  operation: Operation,
  fragments: ReadonlyMap<string, Fragment>,
  inputs: ReturnType<typeof createInputTypes>,
): string {
  const name = operation.name?.value;
  if (!name) throw new Error('Every operation needs a name: its types are named after it.');
  const root = schema.getRootType(operation.operation)!;
  const text = [operation, ...fragmentsOf(operation, fragments)].map(print).join('\n\n');
  return [
    `export type ${name}Data = ${selectionType(schema, root, operation.selectionSet, fragments)};`,
    `export type ${name}Variables = ${inputs.variablesType(operation.variableDefinitions ?? [])};`,
    `export const ${name}Document: TypedDocument<${name}Data, ${name}Variables> = {\n  kind: '${operation.operation}',\n  operationName: '${name}',\n  text: \`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\`,\n};`,
  ].join('\n\n');
}

/** Those that a definition spreads, and those that these spread. */
function fragmentsOf(operation: Operation, fragments: ReadonlyMap<string, Fragment>): Fragment[] {
  const found = new Set<Fragment>();
  const look = (definition: Definition): void => {
    visit(definition, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value)!;
        if (found.has(fragment)) return;
        found.add(fragment);
        look(fragment);
      },
    });
  };
  look(operation);
  return [...found];
}
