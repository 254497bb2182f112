// Writes the answer to `__schema` or `__type` as JSON. The types of introspection are objects all through, so what to write is
// compiled once per position; each element of the schema is then written once per position, however often it is reached. That
// bounds the work of a question such as "the fields of the types of the fields of the types"; a limit bounds the length.
import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  getArgumentValues,
  isLeafType,
  isListType,
  isNonNullType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import { type CollectedField, collectFields } from './collect-fields.ts';
import type { PreparedOperation } from './prepared-operation.ts';
import type { FieldShape } from './shape.ts';

type Write = (value: unknown) => string;

interface WrittenField {
  /** What stands before the value: punctuation and the client's name. */
  readonly before: string;
  readonly resolve: (source: unknown) => unknown;
  readonly write: Write;
}

/**
 * @param collected the nodes that merge into the field
 * @param room `left` of `maxCharacters`, after other fields of the operation
 * @throws GordianError OPERATION_LIMIT_EXCEEDED
 */
export function writeIntrospection(
  prepared: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  field: FieldShape,
  collected: readonly CollectedField[],
  room: { readonly maxCharacters: number; readonly left: number },
): string {
  const info = { schema: prepared.schema } as GraphQLResolveInfo;
  let left = room.left;

  const spend = (text: string): string => {
    left -= text.length;
    if (left < 0) throw tooLong(room.maxCharacters);
    return text;
  };

  const compileField = (parent: GraphQLObjectType, nodes: readonly CollectedField[]): Omit<WrittenField, 'before'> => {
    const { node } = nodes[0]!;
    const definition = definitionOf(parent, node.name.value);
    const args = getArgumentValues(definition, node, variables);
    return {
      resolve: (source) =>
        definition === TypeNameMetaFieldDef ? parent.name : definition.resolve!(source, args, undefined, info),
      write: compileType(definition.type, nodes),
    };
  };

  const compileType = (type: GraphQLOutputType, nodes: readonly CollectedField[]): Write => {
    if (isNonNullType(type)) return compileType(type.ofType, nodes);
    if (isListType(type)) {
      const writeItem = compileType(type.ofType, nodes);
      return (value) => (value == null ? spend('null') : writeList(value as Iterable<unknown>, writeItem));
    }
    if (isLeafType(type)) return (value) => spend(value == null ? 'null' : JSON.stringify(type.serialize(value)));
    return compileObject(type as GraphQLObjectType, nodes);
  };

  const compileObject = (type: GraphQLObjectType, nodes: readonly CollectedField[]): Write => {
    const below = nodes.flatMap(({ node }) => node.selectionSet ?? []);
    const selections = below.map((selectionSet) => ({ selectionSet, deferredBy: null }));
    const fields = [...collectFields(prepared, variables, type, selections)].map(([name, merged], index) => ({
      ...compileField(type, merged),
      before: `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`,
    }));
    const written = new Map<unknown, string>();
    return (source) => {
      if (source == null) return spend('null');
      const known = written.get(source);
      if (known !== undefined) return spend(known);
      let text = '';
      for (const { before, resolve, write } of fields) text += spend(before) + write(resolve(source));
      text += '}';
      written.set(source, text);
      return text;
    };
  };

  const { write, resolve } = compileField(field.parentType, collected);
  const text = write(resolve(undefined));
  // Brackets were not counted on the way.
  if (text.length > room.left) throw tooLong(room.maxCharacters);
  return text;
}

function writeList(items: Iterable<unknown>, writeItem: Write): string {
  let text = '';
  for (const item of items) text += `${text && ','}${writeItem(item)}`;
  return `[${text}]`;
}

/** Validation has made sure that the field exists. */
function definitionOf(parent: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> {
  const ofEveryType = [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].find((field) => field.name === name);
  return ofEveryType ?? parent.getFields()[name]!;
}

function tooLong(maxCharacters: number): GordianError {
  return new GordianError(
    'OPERATION_LIMIT_EXCEEDED',
    `The answer to __schema or __type would be longer than ${maxCharacters} characters (setting limits.introspectionCharacters). Ask for less nesting.`,
    { details: { limit: 'introspectionCharacters', allowed: maxCharacters } },
  );
}
