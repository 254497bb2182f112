// The planner reads every literal into a JavaScript value and writes it again, which rounds long numbers, drops the zero of 1.10
// and makes enum values strings. For a custom scalar all of that may matter, so such literals pass the planner as strings.
import {
  type DocumentNode,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  isInputObjectType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  type ObjectValueNode,
  parseValue,
  type StringValueNode,
  type ValueNode,
  visit,
} from 'graphql';

/** A string that starts with this stands for the literal that follows. */
const mark = '\u0001';

/** @param type null where nothing is known of it: inside a custom scalar */
export function protectLiterals(value: ValueNode, type: GraphQLInputType | null): ValueNode {
  if (type instanceof GraphQLNonNull) return protectLiterals(value, type.ofType);
  if (value.kind === Kind.STRING)
    return value.value.startsWith(mark) ? protectedString(JSON.stringify(value.value)) : value;
  if (value.kind === Kind.LIST) {
    const itemType: GraphQLInputType | null = type instanceof GraphQLList ? type.ofType : type;
    return { ...value, values: value.values.map((item) => protectLiterals(item, itemType)) };
  }
  if (type instanceof GraphQLList) return protectLiterals(value, type.ofType);
  if (value.kind === Kind.OBJECT) return protectFields(value, type);
  if (type !== null && !(isScalarType(type) && !isSpecifiedScalarType(type))) return value;
  const isAtRisk = value.kind === Kind.INT || value.kind === Kind.FLOAT || value.kind === Kind.ENUM;
  return isAtRisk ? protectedString(value.value) : value;
}

function protectFields(object: ObjectValueNode, type: GraphQLInputType | null): ValueNode {
  const fields = isInputObjectType(type) ? type.getFields() : {};
  return {
    ...object,
    fields: object.fields.map((field) => ({
      ...field,
      value: protectLiterals(field.value, fields[field.name.value]?.type ?? null),
    })),
  };
}

export function restoreLiterals(document: DocumentNode): DocumentNode {
  return visit(document, {
    StringValue: ({ value }) => (value.startsWith(mark) ? parseValue(value.slice(mark.length)) : undefined),
  });
}

const protectedString = (literal: string): StringValueNode => ({ kind: Kind.STRING, value: `${mark}${literal}` });
