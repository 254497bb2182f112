// Values that a contract would allow: its examples, its lists of values, its formats and its bounds; where it says nothing, plain values
// of the type. The same seed gives the same values everywhere.
import type { GraphQLLeafType } from 'graphql';
import { isEnumType } from 'graphql';
import { seedNumber } from '../../kit/seed-number.ts';
import type { ContractField } from '../contract/contract.ts';

/** @param key names the place: another place gets another value */
export function mockValue(type: GraphQLLeafType, field: ContractField | undefined, key: string): unknown {
  const number = seedNumber(key);
  if (isEnumType(type)) return pick(type.getValues(), number)!.name;
  const listed = field ? listedValues(field).filter((value) => fits(value, type.name)) : [];
  return pick(listed, number) ?? plainValue(type.name, field, number);
}

function pick<Value>(values: readonly Value[], number: number): Value | undefined {
  return values[number % values.length];
}

function listedValues({ examples, limits, quality }: ContractField): readonly unknown[] {
  const enumeration = Array.isArray(limits.enum) ? limits.enum.map(listedValue) : [];
  const valid = quality.flatMap((rule) => ('valid' in rule && Array.isArray(rule.valid) ? rule.valid : []));
  return [enumeration, valid, examples].find(({ length }) => length > 0) ?? [];
}

function listedValue(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'value' in entry ? entry.value : entry;
}

/** A contract writes numbers and texts as it likes; a client gets what the type says. */
function fits(value: unknown, typeName: string): boolean {
  if (typeName === 'Int') return Number.isInteger(value);
  if (typeName === 'Float') return typeof value === 'number';
  if (typeName === 'Boolean') return typeof value === 'boolean';
  return typeof value === 'string' || (typeName === 'ID' && typeof value === 'number');
}

const dayMs = 86_400_000;
/** Nothing that is made up depends on the day on which it is. */
const epochMs = Date.UTC(2026, 0, 1);

function plainValue(typeName: string, field: ContractField | undefined, number: number): unknown {
  const { minimum, maximum } = boundsOf(field);
  const instant = new Date(epochMs - (number % (365 * 24)) * 3_600_000).toISOString();
  switch (typeName) {
    case 'Int':
      return Math.ceil(minimum) + (number % (Math.floor(maximum) - Math.ceil(minimum) + 1));
    case 'Float':
      return minimum + ((number % 1_000) / 1_000) * (maximum - minimum);
    case 'Boolean':
      return number % 2 === 0;
    case 'Decimal':
      return (minimum + ((number % 1_000) / 1_000) * (maximum - minimum)).toFixed(2);
    case 'DateTime':
      return instant;
    case 'Date':
      return new Date(epochMs - (number % 3_650) * dayMs).toISOString().slice(0, 10);
    case 'Duration':
      return `PT${(number % 60) + 1}M`;
    default:
      return plainText(typeName, field, number);
  }
}

function boundsOf(field: ContractField | undefined): { readonly minimum: number; readonly maximum: number } {
  const options = optionsOf(field);
  const minimum = numberOf(options.minimum) ?? numberOf(options.exclusiveMinimum, 1) ?? 0;
  const maximum = numberOf(options.maximum) ?? numberOf(options.exclusiveMaximum, -1) ?? minimum + 1_000;
  return { minimum, maximum: Math.max(minimum, maximum) };
}

function numberOf(value: unknown, shift = 0): number | undefined {
  return typeof value === 'number' ? value + shift : undefined;
}

function plainText(typeName: string, field: ContractField | undefined, number: number): string {
  const { format, minLength, maxLength } = optionsOf(field);
  if (format === 'email') return `person${number % 1_000}@example.com`;
  if (format === 'uuid') return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
  if (format === 'uri') return `https://example.com/${number % 1_000}`;
  const text = typeName === 'ID' ? String(number % 100_000) : `${field?.name ?? 'text'} ${number % 1_000}`;
  const shortest = text.padEnd(numberOf(minLength) ?? 0, 'x');
  return shortest.slice(0, numberOf(maxLength) ?? shortest.length);
}

function optionsOf(field: ContractField | undefined): Readonly<Record<string, unknown>> {
  const options = field?.limits.logicalTypeOptions;
  return typeof options === 'object' && options !== null ? (options as Record<string, unknown>) : {};
}
