// The quality rules of a type or a field. Words of ODCS 3.0 (`rule`, `validValues` beside it) are read as what they are called today.
import type { Coordinate } from '../coordinates.ts';
import { checkKeys } from './check-shape.ts';
import { keptOfQuality } from './kept-shapes.ts';
import type {
  BoundOperator,
  Expectation,
  QualityDimension,
  QualityMeasure,
  QualityMetric,
  QualityRule,
  RangeOperator,
  Scalar,
} from './quality-rule.ts';
import type { YamlValue } from './yaml-document.ts';
import {
  child,
  choiceOf,
  type Findings,
  invalid,
  itemsOf,
  type Mapping,
  note,
  numberOf,
  readMapping,
  stringOf,
  stringsOf,
} from './yaml-mapping.ts';

const metrics: Readonly<Record<string, QualityMetric>> = {
  nullValues: 'nullValues',
  missingValues: 'missingValues',
  invalidValues: 'invalidValues',
  duplicateValues: 'duplicateValues',
  rowCount: 'rowCount',
};
const metricsOfOldRules: Readonly<Record<string, QualityMetric>> = {
  duplicateCount: 'duplicateValues',
  validValues: 'invalidValues',
  nullCount: 'nullValues',
  ...metrics,
};
const types = { library: 'library', text: 'text', sql: 'sql', custom: 'custom' } as const;
const dimensions: Readonly<Record<string, QualityDimension>> = {
  accuracy: 'accuracy',
  completeness: 'completeness',
  conformity: 'conformity',
  consistency: 'consistency',
  coverage: 'coverage',
  timeliness: 'timeliness',
  uniqueness: 'uniqueness',
  ac: 'accuracy',
  cp: 'completeness',
  cf: 'conformity',
  cs: 'consistency',
  cv: 'coverage',
  tm: 'timeliness',
  uq: 'uniqueness',
};
const bounds: readonly BoundOperator[] = [
  'mustBeGreaterThan',
  'mustBeGreaterOrEqualTo',
  'mustBeLessThan',
  'mustBeLessOrEqualTo',
];
const ranges: readonly RangeOperator[] = ['mustBeBetween', 'mustNotBeBetween'];
const operators = ['mustBe', 'mustNotBe', ...bounds, ...ranges] as const;

const described = ['id', 'name', 'description', 'type', 'dimension', 'severity', 'businessImpact', 'method', 'tags'];
const annotated = ['schedule', 'scheduler', ...Object.keys(keptOfQuality)];
const measured = ['metric', 'rule', 'arguments', 'validValues', 'query', 'engine', 'implementation', 'unit'];
const keys = { required: [], optional: [...described, ...annotated, ...measured, ...operators] };

/** @param element a type or a field; a field has a point in its coordinate */
export function readQuality(mapping: Mapping, element: Coordinate): QualityRule[] {
  return itemsOf(mapping, 'quality').flatMap((item, index) => readRule(item, element, index, mapping.findings) ?? []);
}

/** @returns null when the rule cannot be run as it stands; then something is noted */
function readRule(value: YamlValue, element: Coordinate, index: number, findings: Findings): QualityRule | null {
  const rule = readMapping(value, keys, findings);
  if (rule === null) return null;
  checkKeys(value, keptOfQuality, findings);
  const type = choiceOf(rule, 'type', types) ?? 'library';
  const frame = readFrame(rule, element, `${element}-${metricOf(rule) ?? type}-${index + 1}`);
  switch (type) {
    case 'library':
      return readLibraryRule(rule, frame);
    case 'sql':
      return readSqlRule(rule, frame);
    case 'custom':
      return readCustomRule(rule, frame);
    case 'text':
      required(rule, 'description', type);
      return { ...frame, type };
  }
}

type Frame = Omit<Extract<QualityRule, { type: 'text' }>, 'type'>;

function readFrame(rule: Mapping, element: Coordinate, defaultId: string): Frame {
  return {
    id: stringOf(rule, 'id') ?? defaultId,
    element,
    name: stringOf(rule, 'name'),
    description: stringOf(rule, 'description'),
    dimension: choiceOf(rule, 'dimension', dimensions),
    severity: stringOf(rule, 'severity'),
    businessImpact: stringOf(rule, 'businessImpact'),
    method: stringOf(rule, 'method'),
    scheduler: stringOf(rule, 'scheduler'),
    schedule: stringOf(rule, 'schedule'),
    tags: stringsOf(rule, 'tags'),
    place: rule.place,
  };
}

function readLibraryRule(rule: Mapping, frame: Frame): QualityRule | null {
  const metric = metricOf(rule);
  if (metric === null) {
    if (child(rule, 'rule') === null) required(rule, 'metric', 'library');
    else choiceOf(rule, 'rule', metricsOfOldRules);
    return null;
  }
  checkLevel(rule, metric, frame.element);
  const measure = readMeasure(rule, metric, frame.element);
  const unit = choiceOf(rule, 'unit', { rows: 'rows', percent: 'percent' } as const) ?? 'rows';
  const expectation = readExpectation(rule) ?? impliedExpectation(rule);
  return measure === null || expectation === null ? null : { ...frame, type: 'library', measure, unit, expectation };
}

function metricOf(rule: Mapping): QualityMetric | null {
  if (child(rule, 'metric') !== null) return choiceOf(rule, 'metric', metrics);
  const old = child(rule, 'rule')?.plain;
  return typeof old === 'string' ? (metricsOfOldRules[old] ?? null) : null;
}

/** `rule: validValues` said by itself that no value may be another. */
function impliedExpectation(rule: Mapping): Expectation | null {
  const implied = child(rule, 'rule')?.plain === 'validValues' && !operators.some((name) => child(rule, name) !== null);
  if (implied) return { operator: 'mustBe', value: 0 };
  requireComparison(rule);
  return null;
}

function checkLevel(rule: Mapping, metric: QualityMetric, element: Coordinate): void {
  const ofField = element.includes('.');
  if (metric === 'duplicateValues' || ofField !== (metric === 'rowCount')) return;
  const message = `${metric} ${ofField ? 'counts the rows of a type, and this is a field' : 'looks at one field, and this is a type'}.`;
  const fix = ofField ? 'Move the rule to the quality of the type.' : 'Move the rule to the quality of the field.';
  invalid(rule, child(rule, 'metric') === null ? 'rule' : 'metric', message, fix);
}

function readMeasure(rule: Mapping, metric: QualityMetric, element: Coordinate): QualityMeasure | null {
  switch (metric) {
    case 'missingValues':
      return { metric, missing: scalarsOf(argumentsOf(rule, ['missingValues']), 'missingValues') ?? [null, ''] };
    case 'invalidValues':
      return readValidity(rule);
    case 'duplicateValues':
      return readDuplicates(rule, element);
    default:
      argumentsOf(rule, []);
      return { metric };
  }
}

function readValidity(rule: Mapping): QualityMeasure | null {
  const given = argumentsOf(rule, ['validValues', 'pattern']);
  const valid = scalarsOf(given, 'validValues') ?? scalarsOf(rule, 'validValues');
  const pattern = given === null ? null : stringOf(given, 'pattern');
  if (pattern !== null && !isPattern(pattern))
    invalid(given!, 'pattern', `"${pattern}" is not a regular expression.`, 'Check its brackets and escapes.');
  if (valid !== null || pattern !== null) return { metric: 'invalidValues', valid, pattern };
  missingKey(
    rule,
    'invalidValues needs to know which values are valid.',
    'Add arguments: { validValues: [...] } or arguments: { pattern: "..." }.',
  );
  return null;
}

function readDuplicates(rule: Mapping, element: Coordinate): QualityMeasure | null {
  const given = argumentsOf(rule, ['properties']);
  const [, ownField] = element.split('.');
  const fields = given === null ? [] : stringsOf(given, 'properties');
  if (ownField !== undefined) return { metric: 'duplicateValues', fields: [ownField] };
  if (fields.length > 0) return { metric: 'duplicateValues', fields };
  missingKey(
    rule,
    'duplicateValues of a type needs the fields that are unique together.',
    'Add arguments: { properties: [...] }.',
  );
  return null;
}

function argumentsOf(rule: Mapping, known: readonly string[]): Mapping | null {
  const given = child(rule, 'arguments');
  return given === null ? null : readMapping(given, { required: [], optional: known }, rule.findings);
}

/** Null when the key is absent. A null in the list is a value like any other. */
function scalarsOf(mapping: Mapping | null, key: string): Scalar[] | null {
  if (mapping === null || child(mapping, key) === null) return null;
  return itemsOf(mapping, key).flatMap((item) => {
    if (isScalar(item.plain)) return [item.plain];
    invalid(mapping, key, `${key} is a list of plain values.`, `Such as ${key}: [null, "", "N/A"].`);
    return [];
  });
}

function readSqlRule(rule: Mapping, frame: Frame): QualityRule | null {
  const query = required(rule, 'query', 'sql');
  const expectation = readExpectation(rule);
  if (expectation === null) requireComparison(rule);
  return query === null || expectation === null
    ? null
    : { ...frame, type: 'sql', query, unit: stringOf(rule, 'unit'), expectation };
}

function readCustomRule(rule: Mapping, frame: Frame): QualityRule | null {
  const engine = required(rule, 'engine', 'custom');
  const implementation = child(rule, 'implementation')?.plain ?? null;
  if (implementation === null) needs(rule, 'custom', 'implementation');
  if (engine === null || implementation === null) return null;
  const expectation = readExpectation(rule);
  return { ...frame, type: 'custom', engine, implementation, unit: stringOf(rule, 'unit'), expectation };
}

/** @returns null when there is none, or not exactly one, or one without sense; the last two are noted */
function readExpectation(rule: Mapping): Expectation | null {
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

function requireComparison(rule: Mapping): void {
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

function required(rule: Mapping, key: string, type: string): string | null {
  if (child(rule, key) === null) needs(rule, type, key);
  return stringOf(rule, key);
}

function needs(rule: Mapping, type: string, key: string): void {
  missingKey(rule, `A quality rule of type ${type} needs "${key}".`, `Add "${key}:".`);
}

function missingKey(rule: Mapping, message: string, fix: string): void {
  note(rule.findings, rule.place, 'CONTRACT_MISSING_KEY', message, fix);
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isRange(value: unknown): value is readonly [number, number] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [lower, upper] = value as unknown[];
  return typeof lower === 'number' && typeof upper === 'number' && lower < upper;
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}
