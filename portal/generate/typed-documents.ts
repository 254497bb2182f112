// Writes the TypeScript of a folder's .graphql files: for each operation its text, the type of its answer and of its variables; for
// each fragment its text and its type; and the enums and inputs that these name. The documents must be valid for the schema.

import {
  type FragmentDefinitionNode as Fragment,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode as Operation,
  parse,
  print,
  validate,
  visit,
} from 'graphql';
import type { Fragments } from './asked-fields.ts';
import { createDeclarations } from './declarations.ts';
import { createInputTypes } from './input-types.ts';
import { type DeclaredTypes, selectionType } from './selection-type.ts';

export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** Fragments that every folder may spread, and the folder they are of. */
export interface SharedFragments {
  readonly folder: string;
  readonly files: readonly SourceFile[];
}

/** @throws Error that names the folder and what is wrong in it */
export function typedDocuments(
  schema: GraphQLSchema,
  folder: string,
  files: readonly SourceFile[],
  shared: SharedFragments = { folder: '', files: [] },
): string {
  const document = parse([...shared.files, ...files].map(({ text }) => text).join('\n'));
  const problems = validate(schema, document).filter(({ message }) => !message.endsWith('is never used.'));
  if (problems.length > 0) throw new Error(`${folder}: ${problems.map(({ message }) => message).join('\n')}`);
  const { operations, fragments } = definitionsOf(files);
  const imported = definitionsOf(shared.files).fragments;
  const written = writeParts(schema, operations, fragments, new Map([...imported, ...fragments]));
  const imports = [
    ...(operations.length > 0 ? ["import type { TypedDocument } from '../graph/typed-document.ts';"] : []),
    ...importOf(shared.folder, [...imported.keys()], written),
  ];
  return `${[[head, ...imports].join('\n'), written].join('\n\n')}\n`;
}

const head =
  '// Generated from the .graphql files of the folder of this name by `npm run generate:portal`; change those.';

function definitionsOf(files: readonly SourceFile[]) {
  const definitions = files.flatMap(({ text }) => parse(text).definitions);
  const fragments = definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  return {
    operations: definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION),
    fragments: new Map(fragments.map((each) => [each.name.value, each])),
  };
}

function writeParts(
  schema: GraphQLSchema,
  operations: readonly Operation[],
  own: Fragments,
  fragments: Fragments,
): string {
  const declarations = createDeclarations();
  const inputs = createInputTypes(schema, declarations);
  const declared: DeclaredTypes = { ofFragment: fragmentTypeName, ofEnum: declarations.declareEnum };
  const parts = [...own.values(), ...operations].map((definition) =>
    definition.kind === Kind.FRAGMENT_DEFINITION ? fragmentParts(definition) : operationParts(definition),
  );
  return [...declarations.declarations(), ...parts].join('\n\n');

  function fragmentParts(fragment: Fragment): string {
    const name = fragment.name.value;
    const type = schema.getType(fragment.typeCondition.name.value)!;
    return [
      `export type ${fragmentTypeName(name)} = ${selectionType(schema, type, fragment.selectionSet, fragments, declared)};`,
      `export const ${textName(name)} = \`${escaped(print(fragment))}\`;`,
    ].join('\n\n');
  }

  function operationParts(operation: Operation): string {
    const name = operation.name?.value;
    if (!name) throw new Error('Every operation needs a name: its types are named after it.');
    const root = schema.getRootType(operation.operation)!;
    const spread = fragmentsOf(operation, fragments).map((fragment) => `\n\n\${${textName(fragment)}}`);
    return [
      `export type ${name}Data = ${selectionType(schema, root, operation.selectionSet, fragments, declared)};`,
      `export type ${name}Variables = ${inputs.variablesType(operation.variableDefinitions ?? [])};`,
      `export const ${name}Document: TypedDocument<${name}Data, ${name}Variables> = {\n  kind: '${operation.operation}',\n  operationName: '${name}',\n  text: \`${escaped(print(operation))}${spread.join('')}\`,\n};`,
    ].join('\n\n');
  }
}

const fragmentTypeName = (fragment: string) => `${fragment}Fragment`;
const textName = (fragment: string) => `${fragment}Text`;

/** Names of those that an operation spreads, and of those that these spread. */
function fragmentsOf(operation: Operation, fragments: Fragments): string[] {
  const found = new Set<string>();
  const look = (definition: Operation | Fragment): void => {
    visit(definition, {
      FragmentSpread({ name: { value: name } }) {
        if (found.has(name)) return;
        found.add(name);
        look(fragments.get(name)!);
      },
    });
  };
  look(operation);
  return [...found];
}

function importOf(folder: string, fragments: readonly string[], written: string): string[] {
  const isUsed = (name: string) => new RegExp(`\\b${name}\\b`).test(written);
  const types = fragments.map(fragmentTypeName).filter(isUsed);
  const names = [...types.map((name) => `type ${name}`), ...fragments.map(textName).filter(isUsed)];
  return names.length > 0 ? [`import { ${names.join(', ')} } from './${folder}.ts';`] : [];
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
}
