// A schema as sorted lines, one per element, so that two can be compared whatever the order in which they were written.
import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isUnionType,
} from 'graphql';

export function schemaLines(schema: GraphQLSchema): string {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !builtIn.has(type.name),
  );
  return types
    .flatMap((type) => linesOf(type))
    .sort()
    .join('\n');
}

const builtIn = new Set(['Int', 'Float', 'String', 'Boolean', 'ID']);

function linesOf(type: GraphQLNamedType): readonly string[] {
  const head = `${type.constructor.name} ${type.name}`;
  if (isEnumType(type)) return [head, ...type.getValues().map(({ name }) => `${type.name}.${name}`)];
  if (isUnionType(type)) return [head, ...type.getTypes().map(({ name }) => `${type.name} = ${name}`)];
  if (isInputObjectType(type))
    return [head, ...Object.values(type.getFields()).map((field) => `${type.name}.${inputLine(field)}`)];
  if (!isObjectType(type) && !isInterfaceType(type)) return [head];
  const fields = Object.values(type.getFields()).map(
    ({ name, args, type: of }) => `${type.name}.${name}(${args.map(inputLine).sort().join(', ')}): ${of}`,
  );
  return [head, ...type.getInterfaces().map(({ name }) => `${type.name} implements ${name}`), ...fields];
}

const inputLine = ({ name, type, defaultValue }: GraphQLArgument | GraphQLInputField): string =>
  `${name}: ${type}${defaultValue === undefined ? '' : ` = ${JSON.stringify(defaultValue)}`}`;
