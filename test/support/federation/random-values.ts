// Random values of input types: as literals in a document and as JSON for variables.
import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  parse,
  parseType,
  print,
  typeFromAST,
} from 'graphql';
import type { Dice } from './dice.ts';

/** @param variable text of a variable to stand in place of a value of this type, or null */
export function randomLiteral(
  schema: GraphQLSchema,
  type: string,
  dice: Dice,
  variable: (type: string) => string | null = () => null,
): string {
  return writeValue(inputType(schema, type), { dice, variable, name: (text) => text, isJson: false }, 0);
}

/** For the variables that the operation declares; some of those that may be absent are. */
export function randomVariables(schema: GraphQLSchema, query: string, dice: Dice): Readonly<Record<string, unknown>> {
  const [operation] = parse(query).definitions as readonly OperationDefinitionNode[];
  const writer: Writer = { dice, variable: () => null, name: (text) => JSON.stringify(text), isJson: true };
  const given = (operation!.variableDefinitions ?? []).filter(
    ({ type, defaultValue }) => (print(type).endsWith('!') && !defaultValue) || dice.chance(75),
  );
  return Object.fromEntries(
    given.map(({ variable, type }) => [
      variable.name.value,
      JSON.parse(writeValue(inputType(schema, print(type)), writer, 0)),
    ]),
  );
}

interface Writer {
  readonly dice: Dice;
  readonly variable: (type: string) => string | null;
  readonly name: (text: string) => string;
  readonly isJson: boolean;
}

const inputType = (schema: GraphQLSchema, type: string) => typeFromAST(schema, parseType(type)) as GraphQLInputType;

function writeValue(type: GraphQLInputType, writer: Writer, depth: number): string {
  const { dice } = writer;
  if (isNonNullType(type)) return writeNonNull(type.ofType, writer, depth);
  return dice.chance(8) ? 'null' : writeNonNull(type, writer, depth);
}

function writeNonNull(type: GraphQLInputType, writer: Writer, depth: number): string {
  const { dice, name, isJson } = writer;
  if (isListType(type)) return writeList(type.ofType, writer, depth);
  if (isEnumType(type)) return name(dice.pick(type.getValues()).name);
  if (isInputObjectType(type)) {
    const given = Object.values(type.getFields()).filter((field) =>
      isNonNullType(field.type) && field.defaultValue === undefined ? true : dice.chance(depth > 1 ? 10 : 50),
    );
    const entries = given.map((field) => `${name(field.name)}: ${writeInner(field.type, writer, depth + 1)}`);
    return `{${entries.join(', ')}}`;
  }
  return dice.pick(scalars[`${type}`] ?? (isJson ? anyJson : anyLiterals));
}

function writeList(type: GraphQLInputType, writer: Writer, depth: number): string {
  // One item stands for a list of one.
  if (writer.dice.chance(15)) return writeNonNull(type, writer, depth);
  const items = Array.from({ length: writer.dice.below(3) }, () => writeInner(type, writer, depth));
  return `[${items.join(', ')}]`;
}

const writeInner = (type: GraphQLInputType, writer: Writer, depth: number): string =>
  writer.variable(`${type}`) ?? writeValue(type, writer, depth);

const scalars: Readonly<Record<string, readonly string[]>> = {
  Boolean: ['true', 'false'],
  Int: ['0', '1', '2', '-3', '2147483647'],
  Float: ['0.5', '2', '-1.5e3'],
  ID: ['"T0:1"', '"Customer:2"', '7', '""'],
  String: ['"x"', '""', '"é \\" }"', '"$v0 {id} __typename"'],
};

const anyLiterals = ['1', '"any"', 'true', '[1, "a", null]', '{a: {b: 1.5}, c: []}', 'A_NAME'];
const anyJson = ['1', '"any"', 'true', '[1, "a", null]', '{"a": {"b": 1.5}, "c": []}', '{"__proto__": {"x": 1}}'];
