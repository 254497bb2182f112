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
  serialize: (value) =>
    served(value instanceof Date ? validDate(value) : toInstant(value), dateTimeExpected).toISOString(),
  parseValue: (value) => accepted(toInstant(value), dateTimeExpected),
  parseLiteral: (node) => accepted(toInstant(stringOf(node)), dateTimeExpected, node),
});

/** A calendar day without a time zone; a string on both sides. */
export const dateScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A calendar day without a time zone, as `YYYY-MM-DD`.',
  serialize: (value) => served(toDay(value), dateExpected),
  parseValue: (value) => accepted(toDay(value), dateExpected),
  parseLiteral: (node) => accepted(toDay(stringOf(node)), dateExpected, node),
});

/** An exact decimal number; a string on both sides, because JSON numbers lose digits. */
export const decimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: `An exact decimal number as a string, at most ${maxDecimalDigits} digits, such as "12.50".`,
  serialize: (value) => served(toDecimal(Number.isSafeInteger(value) ? String(value) : value), decimalExpected),
  parseValue: (value) => accepted(toDecimal(value), decimalExpected),
  parseLiteral: (node) => accepted(toDecimal(stringOf(node)), decimalExpected, node),
});

/** Resolvers of all shared scalars, by the name used in the schema. */
export const scalarResolvers = { DateTime: dateTimeScalar, Date: dateScalar, Decimal: decimalScalar } as const;

// Each of these gives the value, or null when it is not one.

function toInstant(value: unknown): Date | null {
  const match = typeof value === 'string' ? dateTimePattern.exec(value) : null;
  return match && isCalendarDay(match[1]!) ? new Date((value as string).toUpperCase()) : null;
}

function validDate(value: Date): Date | null {
  return Number.isNaN(value.getTime()) ? null : value;
}

function toDay(value: unknown): string | null {
  return typeof value === 'string' && datePattern.test(value) && isCalendarDay(value) ? value : null;
}

function toDecimal(value: unknown): string | null {
  // A sign and a point come on top of the digits; the length is checked first, so that the pattern never runs on megabytes.
  if (typeof value !== 'string' || value.length > maxDecimalDigits + 2 || !decimalPattern.test(value)) return null;
  return value.replace(/\D/g, '').length <= maxDecimalDigits ? value : null;
}

/** JavaScript rolls 30 February over to March, so the day must survive the way there and back. */
function isCalendarDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function stringOf(node: ValueNode): string | null {
  return node.kind === Kind.STRING ? node.value : null;
}

/** What a client sent; the client is told what is expected. */
function accepted<Value>(value: Value | null, expected: string, node?: ValueNode): Value {
  if (value !== null) return value;
  throw new GraphQLError(expected, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
}

/** What our own data holds; a bad value there is our fault, not the client's. */
function served<Value>(value: Value | null, expected: string): Value {
  if (value !== null) return value;
  throw new TypeError(`The data does not fit the schema. ${expected}`);
}
