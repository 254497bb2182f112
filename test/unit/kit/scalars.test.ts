import { type GraphQLScalarType, parseValue } from 'graphql';
import { describe, expect, test } from 'vitest';
import { dateScalar, dateTimeScalar, decimalScalar } from '../../../kit/scalars.ts';

const accepted: [GraphQLScalarType, string, unknown][] = [
  [dateTimeScalar, '2026-11-22T10:15:00Z', new Date('2026-11-22T10:15:00Z')],
  [dateTimeScalar, '2026-11-22t12:15:00.123456+02:00', new Date('2026-11-22T10:15:00.123Z')],
  [dateTimeScalar, '2024-02-29T23:59:59-11:30', new Date('2024-03-01T11:29:59Z')],
  [dateScalar, '2024-02-29', '2024-02-29'],
  [decimalScalar, '12.50', '12.50'],
  [decimalScalar, '-0.1', '-0.1'],
  [decimalScalar, '9'.repeat(50), '9'.repeat(50)],
];

const refused: [GraphQLScalarType, unknown][] = [
  [dateTimeScalar, '2026-10-21T10:15:00'],
  [dateTimeScalar, '2026-10-21'],
  [dateTimeScalar, '2026-02-30T00:00:00Z'],
  [dateTimeScalar, '2026-11-22T24:00:00Z'],
  [dateTimeScalar, '2026-11-22T10:15:60Z'],
  [dateTimeScalar, '2026-11-22 10:15:00Z'],
  [dateTimeScalar, 1_700_000_000],
  [dateScalar, '2023-02-29'],
  [dateScalar, '2026-1-2'],
  [dateScalar, '2026-11-22T00:00:00Z'],
  [decimalScalar, 12.5],
  [decimalScalar, 12],
  [decimalScalar, '1e3'],
  [decimalScalar, '007'],
  [decimalScalar, '.5'],
  [decimalScalar, '5.'],
  [decimalScalar, ' 5'],
  [decimalScalar, 'NaN'],
  [decimalScalar, '9'.repeat(51)],
  [decimalScalar, '9'.repeat(1_000_000)],
  [decimalScalar, null],
];

describe('input', () => {
  test.each(accepted)('%s takes %s', (scalar, text, value) => {
    expect(scalar.parseValue(text)).toEqual(value);
    expect(scalar.parseLiteral(parseValue(JSON.stringify(text)), {})).toEqual(value);
  });

  test.each(refused)('%s refuses %s without repeating it', (scalar, value) => {
    const failure = errorOf(() => scalar.parseValue(value));
    expect(failure).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(failure.message).toMatch(/must be .*such as "/);
    if (typeof value === 'string' && value.length > 3) expect(failure.message).not.toContain(value);
  });

  test('a literal number is refused where a string is expected, because it may have lost digits already', () => {
    expect(errorOf(() => decimalScalar.parseLiteral(parseValue('12.5'), {})).message).toMatch(
      'Decimal must be a string',
    );
  });
});

describe('output', () => {
  test('instants leave as UTC', () => {
    expect(dateTimeScalar.serialize(new Date('2026-11-22T10:15:00Z'))).toBe('2026-11-22T10:15:00.000Z');
    expect(dateTimeScalar.serialize('2026-11-22T12:15:00+02:00')).toBe('2026-11-22T10:15:00.000Z');
  });

  test('decimals leave as exact strings', () => {
    expect(decimalScalar.serialize('1.10')).toBe('1.10');
    expect(decimalScalar.serialize(7)).toBe('7');
  });

  test.each([
    [dateTimeScalar, new Date(Number.NaN)],
    [dateScalar, new Date()],
    [decimalScalar, 0.1],
    [decimalScalar, 'NaN'],
  ])('%s that our own data breaks is a fault of ours, not bad input', (scalar, value) => {
    const failure = errorOf(() => scalar.serialize(value));
    expect(failure.extensions).toBeUndefined();
  });
});

function errorOf(action: () => unknown): Error & { extensions?: unknown } {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('Nothing was thrown.');
}
