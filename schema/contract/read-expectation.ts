// What a quality rule compares with: exactly one `mustBe...`.
import type { BoundOperator, Expectation, RangeOperator, Scalar } from './quality-rule.ts';
import { child, invalid, type Mapping, note, numberOf } from './yaml-mapping.ts';

const bounds: readonly BoundOperator[] = [
  'mustBeGreaterThan',
  'mustBeGreaterOrEqualTo',
  'mustBeLessThan',
  'mustBeLessOrEqualTo',
];
const ranges: readonly RangeOperator[] = ['mustBeBetween', 'mustNotBeBetween'];
export const operators = ['mustBe', 'mustNotBe', ...bounds, ...ranges] as const;

/** @returns null when there is none, or not exactly one, or one without sense; the last two are noted */
export function readExpectation(rule: Mapping): Expectation | null {
  const given = operators.filter((operator) => child(rule, operator) !== null);
  const [operator] = given;
  if (operator === undefined) return null;
  if (given.length > 1) {
    invalidComparison(rule, given.join(' and '));
    return null;
  }
  if (operator === 'mustBe' || operator === 'mustNotBe') return readEquality(rule, operator);
  if (operator === 'mustBeBetween' || operator === 'mustNotBeBetween') return readRange(rule, operator);
  const value = numberOf(rule, operator);
  return value === null ? null : { operator, value };
}

function readEquality(rule: Mapping, operator: 'mustBe' | 'mustNotBe'): Expectation | null {
  const value = child(rule, operator)!.plain;
  if (isScalar(value)) return { operator, value };
  invalid(rule, operator, `${operator} compares with one value.`, `Such as ${operator}: 0.`);
  return null;
}

function readRange(rule: Mapping, operator: RangeOperator): Expectation | null {
  const range = child(rule, operator)!.plain;
  if (isRange(range)) return { operator, value: range };
  invalid(rule, operator, `${operator} needs two numbers, the smaller first.`, `Such as ${operator}: [0, 10].`);
  return null;
}

export function requireComparison(rule: Mapping): void {
  if (!operators.some((operator) => child(rule, operator) !== null)) invalidComparison(rule, 'none');
}

function invalidComparison(rule: Mapping, found: string): void {
  note(
    rule.findings,
    rule.place,
    'CONTRACT_INVALID_VALUE',
    `A quality rule compares with exactly one "mustBe...", and this one has ${found}.`,
    `One of: ${operators.join(', ')}.`,
  );
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isRange(value: unknown): value is readonly [number, number] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [lower, upper] = value as unknown[];
  return typeof lower === 'number' && typeof upper === 'number' && lower < upper;
}
