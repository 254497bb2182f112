// What the standard lets an author say about the values of each logical type.
import { checkShape, type MappingShape, type Shape } from './check-shape.ts';
import type { LogicalType } from './contract.ts';
import { child, type Mapping, note } from './yaml-mapping.ts';

const ofTime: Record<string, Shape> = {
  format: 'text',
  minimum: 'text',
  maximum: 'text',
  exclusiveMinimum: 'text',
  exclusiveMaximum: 'text',
};
const ofZonedTime = { ...ofTime, timezone: 'boolean', defaultTimezone: 'text' } as const;
const ofNumbers: Record<string, Shape> = {
  minimum: 'number',
  maximum: 'number',
  exclusiveMinimum: 'number',
  exclusiveMaximum: 'number',
  multipleOf: 'number',
};
const wholeFormats = ['i8', 'i16', 'i32', 'i64', 'i128', 'u8', 'u16', 'u32', 'u64', 'u128'];

const options: Readonly<Record<LogicalType, MappingShape>> = {
  string: optional({ minLength: 'integer', maxLength: 'integer', pattern: 'text', format: 'text' }),
  date: optional(ofTime),
  timestamp: optional(ofZonedTime),
  time: optional(ofZonedTime),
  integer: optional({ ...ofNumbers, format: { words: wholeFormats } }),
  number: optional({ ...ofNumbers, format: { words: ['f32', 'f64'] } }),
  object: optional({ minProperties: 'integer', maxProperties: 'integer', required: { listOf: 'text' } }),
  array: optional({ minItems: 'integer', maxItems: 'integer', uniqueItems: 'boolean' }),
  boolean: optional({}),
  map: optional({}),
  vector: {
    required: { dimensions: 'integer' },
    optional: {
      elementType: { words: ['bfloat16', 'binary', 'float16', 'float32', 'float64', 'int8', 'uint8'] },
      distanceMetric: { words: ['cosine', 'dotProduct', 'euclidean', 'hamming', 'manhattan'] },
      embeddingModel: 'text',
      embeddingModelVersion: 'text',
      normalized: 'boolean',
    },
  },
};

export function checkLogicalTypeOptions(field: Mapping, type: LogicalType): void {
  const given = child(field, 'logicalTypeOptions');
  if (given !== null) checkShape(given, options[type], field.findings);
  else if (type === 'vector') needs(field, type, 'logicalTypeOptions', 'logicalTypeOptions: { dimensions: 384 }');
  if (type === 'map' && child(field, 'map') === null)
    needs(field, type, 'map', 'map: { key: { logicalType: string }, value: { logicalType: string } }');
}

function needs(field: Mapping, type: LogicalType, key: string, example: string): void {
  const message = `A field of the logical type ${type} needs "${key}".`;
  note(field.findings, field.place, 'CONTRACT_MISSING_KEY', message, `Add ${example}.`);
}

function optional(shapes: Readonly<Record<string, Shape>>): MappingShape {
  return { required: {}, optional: shapes };
}
