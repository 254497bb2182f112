// Answers that a graph could give, made up from its schema and its contracts: for tests of those who ask it. What may be null sometimes
// is, and lists are sometimes empty, because one day they will be.
import {
  type GraphQLFieldResolver,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type GraphQLTypeResolver,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import { seedNumber } from '../../kit/seed-number.ts';
import type { Contract, ContractField } from '../contract/contract.ts';
import { type Coordinate, fieldCoordinate } from '../coordinates.ts';
import { mockValue } from './mock-values.ts';

export interface MockOptions {
  readonly seed: string;
  /** `none`: whatever can be there is there. */
  readonly gaps: 'none' | 'some';
}

export interface MockData {
  readonly fieldResolver: GraphQLFieldResolver<unknown, unknown>;
  readonly typeResolver: GraphQLTypeResolver<unknown, unknown>;
  /** Values for the variables that have no default and must not be null. */
  variablesFor(operation: OperationDefinitionNode): Readonly<Record<string, unknown>>;
}

/** An object, as one that resolves its fields needs to know it. */
interface MockObject {
  readonly __typename: string;
  /** What it was asked for by: an object that is asked for by its id has that id. */
  readonly given: Readonly<Record<string, unknown>>;
}

const listLengths = { none: [2], some: [0, 1, 3] } as const;

export function createMockData(
  schema: GraphQLSchema,
  contracts: readonly Contract[],
  { seed, gaps }: MockOptions,
): MockData {
  const fields = new Map(contracts.flatMap((contract) => [...contract.fields]));

  const make = (type: GraphQLOutputType, coordinate: Coordinate, key: string, given: MockObject['given']): unknown => {
    if (isNonNullType(type)) return make(type.ofType, coordinate, key, given);
    if (isListType(type)) {
      const length = listLengths[gaps][seedNumber(`${key}#`) % listLengths[gaps].length]!;
      return Array.from({ length }, (_, index) => orNull(type.ofType, coordinate, `${key}.${index}`, given));
    }
    if (isLeafType(type)) return mockValue(type, fields.get(coordinate), key);
    const types = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    return { __typename: types[seedNumber(`${key}:`) % types.length]!.name, given };
  };
  const orNull = (
    type: GraphQLOutputType,
    coordinate: Coordinate,
    key: string,
    given: MockObject['given'],
  ): unknown => {
    const isGap = gaps === 'some' && !isNonNullType(type) && seedNumber(`${key}?`) % 4 === 0;
    return isGap ? null : make(type, coordinate, key, given);
  };

  return {
    typeResolver: (value) => (value as MockObject).__typename,
    fieldResolver(source, args, _context, { path, returnType, parentType, fieldName }) {
      const { given = {} } = (source ?? {}) as Partial<MockObject>;
      if (isLeafType(getNamedType(returnType)) && !isListType(returnType) && typeof given[fieldName] === 'string')
        return given[fieldName];
      const keys: (string | number)[] = [];
      for (let at: typeof path | undefined = path; at; at = at.prev) keys.unshift(at.key);
      const key = `${seed}/${keys.join('.')}${JSON.stringify(args)}`;
      return orNull(returnType, fieldCoordinate(parentType.name, fieldName), key, args);
    },
    variablesFor: (operation) => variablesFor(schema, operation, fields, seed),
  };
}

function variablesFor(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  fields: ReadonlyMap<Coordinate, ContractField>,
  seed: string,
): Readonly<Record<string, unknown>> {
  const needed = variableDefinitions.flatMap(({ variable, type, defaultValue }) => {
    const inputType = typeFromAST(schema, type) as GraphQLInputType | undefined;
    if (!inputType || !isNonNullType(inputType) || defaultValue) return [];
    return [[variable.name.value, mockInput(inputType, undefined, fields, `${seed}/$${variable.name.value}`)] as const];
  });
  return Object.fromEntries(needed);
}

function mockInput(
  type: GraphQLInputType,
  field: ContractField | undefined,
  fields: ReadonlyMap<Coordinate, ContractField>,
  key: string,
): unknown {
  if (isNonNullType(type)) return mockInput(type.ofType, field, fields, key);
  if (isListType(type)) return [mockInput(type.ofType, field, fields, `${key}.0`)];
  if (!isInputObjectType(type)) return mockValue(type, field, key);
  const required = Object.values(type.getFields()).filter(
    (input) => isNonNullType(input.type) && input.defaultValue === undefined,
  );
  return Object.fromEntries(
    required.map(({ name, type: inputType }) => [
      name,
      mockInput(inputType, fields.get(fieldCoordinate(type.name, name)), fields, `${key}.${name}`),
    ]),
  );
}
