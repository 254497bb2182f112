// The custom scalars that every subgraph shares: DateTime, Date and Decimal. Their errors say what is expected and never
// repeat the value, which may be personal data.

import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

const dateTimePattern =
  /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const decimalPattern = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const maxDecimalDigits = 50;

const dateTimeExpected = 'DateTime must be an RFC 3339 string with an offset, such as "2026-11-22T10:15:00Z".';
const dateExpected = 'Date must be a calendar day as a string, such as "2026-11-22".';
const decimalExpected = `Decimal must be a string of at most ${maxDecimalDigits} digits, such as "12.50".`;

/** In: RFC 3339 with an offset, to `Date` (milliseconds). Out: `Date` or such a string, as UTC. */
export const dateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant as an RFC 3339 string. Input needs an offset; output is UTC.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  serialize: (value) => toInstant(value instanceof Date ? validIsoString(value) : value).toISOString(),
  parseValue: toInstant,
  parseLiteral: (node) => toInstant(stringOf(node, dateTimeExpected)),
});

/** A calendar day without a time zone; a string on both sides. */
export const dateScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A calendar day without a time zone, as `YYYY-MM-DD`.',
  serialize: toDay,
  parseValue: toDay,
  parseLiteral: (node) => toDay(stringOf(node, dateExpected)),
});

/** An exact decimal number; a string on both sides, because JSON numbers lose digits. */
export const decimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: `An exact decimal number as a string, at most ${maxDecimalDigits} digits, such as "12.50".`,
  serialize: (value) => toDecimal(Number.isSafeInteger(value) ? String(value) : value),
  parseValue: toDecimal,
  parseLiteral: (node) => toDecimal(stringOf(node, decimalExpected)),
});

/** Resolvers of all shared scalars, by the name used in the schema. */
export const scalarResolvers = { DateTime: dateTimeScalar, Date: dateScalar, Decimal: decimalScalar } as const;

function toInstant(value: unknown): Date {
  const match = typeof value === 'string' ? dateTimePattern.exec(value) : null;
  if (!match || !isCalendarDay(match[1]!)) throw badInput(dateTimeExpected);
  return new Date((value as string).toUpperCase());
}

function toDay(value: unknown): string {
  if (typeof value !== 'string' || !datePattern.test(value) || !isCalendarDay(value)) throw badInput(dateExpected);
  return value;
}

function toDecimal(value: unknown): string {
  const acceptable =
    typeof value === 'string' &&
    value.length <= maxDecimalDigits + 2 &&
    decimalPattern.test(value) &&
    digitsOf(value) <= maxDecimalDigits;
  if (!acceptable) throw badInput(decimalExpected);
  return value;
}

function digitsOf(decimal: string): number {
  return decimal.replace(/\D/g, '').length;
}

/** JavaScript rolls 30 February over to March, so the day must survive the way there and back. */
function isCalendarDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function validIsoString(date: Date): string {
  if (Number.isNaN(date.getTime())) throw badInput(dateTimeExpected);
  return date.toISOString();
}

function stringOf(node: ValueNode, expected: string): string {
  if (node.kind !== Kind.STRING) throw badInput(expected, node);
  return node.value;
}

function badInput(message: string, node?: ValueNode): GraphQLError {
  return new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
}
