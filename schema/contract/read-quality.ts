// The quality rules of a type or a field. Words of ODCS 3.0 (`rule`, `validValues` beside it) are read as what they are called today.
import { didYouMean } from '../../kit/nearest.ts';
import type { Coordinate } from '../coordinates.ts';
import { problemAt } from '../problem.ts';
import { isSchedule } from '../quality/check-schedule.ts';
import { checkKeys } from './check-shape.ts';
import { exampleEngine, exampleProblem } from './example-operation.ts';
import { keptOfQuality } from './kept-shapes.ts';
import type { Expectation, QualityDimension, QualityMetric, QualityRule } from './quality-rule.ts';
import { operators, readExpectation, requireComparison } from './read-expectation.ts';
import { checkLevel, readMeasure } from './read-measure.ts';
import type { YamlValue } from './yaml-document.ts';
import {
  child,
  choiceOf,
  type Findings,
  invalid,
  itemsOf,
  type Mapping,
  note,
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
const described = ['id', 'name', 'description', 'type', 'dimension', 'severity', 'businessImpact', 'method', 'tags'];
const annotated = ['schedule', 'scheduler', ...Object.keys(keptOfQuality)];
const measured = ['metric', 'rule', 'arguments', 'validValues', 'query', 'engine', 'implementation', 'unit'];
const keys = { required: [], optional: [...described, ...annotated, ...measured, ...operators] };

/** @param element a type or a field; a field has a point in its coordinate */
export function readQuality(mapping: Mapping, element: Coordinate): QualityRule[] {
  return itemsOf(mapping, 'quality').flatMap((item, index) => readRule(item, element, index, mapping.findings) ?? []);
}

/** A rule about several fields of a type names those that the contract lists. */
export function checkFieldsOfRules(
  rules: readonly QualityRule[],
  fields: readonly { readonly name: string }[],
  findings: Findings,
): void {
  const known = fields.map(({ name }) => name);
  for (const rule of rules) {
    if (rule.type !== 'library' || rule.measure.metric !== 'duplicateValues') continue;
    for (const field of rule.measure.fields.filter((name) => !known.includes(name))) {
      const message = `The rule "${rule.id}" is about ${field}, which ${rule.element} does not list.`;
      note(
        findings,
        rule.place,
        'CONTRACT_INVALID_VALUE',
        message,
        didYouMean(field, known, 'Name fields of this type.'),
      );
    }
  }
}

/** @returns null when the rule cannot be run as it stands; then something is noted */
function readRule(value: YamlValue, element: Coordinate, index: number, findings: Findings): QualityRule | null {
  const rule = readMapping(value, keys, findings);
  if (rule === null) return null;
  checkKeys(value, keptOfQuality, findings);
  const type = choiceOf(rule, 'type', types) ?? 'library';
  const metric = type === 'library' ? metricOf(rule) : null;
  const frame = readFrame(rule, element, `${element}-${metric ?? type}-${index + 1}`);
  switch (type) {
    case 'library':
      return metric === null ? null : readLibraryRule(rule, metric, frame);
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
    schedule: scheduleIn(rule),
    tags: stringsOf(rule, 'tags'),
    place: rule.place,
  };
}

/** What nobody can read is kept, and the check runs as often as one without. */
function scheduleIn(rule: Mapping): string | null {
  const schedule = stringOf(rule, 'schedule');
  if (schedule !== null && !isSchedule(schedule))
    rule.findings.push(
      problemAt(child(rule, 'schedule')!.place, {
        code: 'QUALITY_SCHEDULE_UNREADABLE',
        severity: 'warning',
        message: `The schedule "${schedule}" is neither five fields of cron nor an ISO-8601 duration of a minute or more, so the check runs as if it had none.`,
        fix: 'Write "0 3 * * *" for every night at three (UTC), or PT15M for every quarter of an hour.',
      }),
    );
  return schedule;
}

function readLibraryRule(rule: Mapping, metric: QualityMetric, frame: Frame): QualityRule | null {
  checkLevel(rule, metric, frame.element);
  const measure = readMeasure(rule, metric, frame.element);
  const unit = choiceOf(rule, 'unit', { rows: 'rows', percent: 'percent' } as const) ?? 'rows';
  const expectation = readExpectation(rule) ?? impliedExpectation(rule);
  if (expectation !== null) requireNumber(rule, expectation);
  return measure === null || expectation === null ? null : { ...frame, type: 'library', measure, unit, expectation };
}

/** @returns null when there is none that we know; then it is noted */
function metricOf(rule: Mapping): QualityMetric | null {
  if (child(rule, 'metric') !== null) return choiceOf(rule, 'metric', metrics);
  if (child(rule, 'rule') !== null) return choiceOf(rule, 'rule', metricsOfOldRules);
  needs(rule, 'library', 'metric');
  return null;
}

function requireNumber(rule: Mapping, { operator, value }: Expectation): void {
  if (typeof value === 'number' || Array.isArray(value)) return;
  invalid(rule, operator, `A metric is a number, and ${JSON.stringify(value)} is none.`, `Such as ${operator}: 0.`);
}

/** `rule: validValues` said by itself that no value may be another. */
function impliedExpectation(rule: Mapping): Expectation | null {
  const implied = child(rule, 'rule')?.plain === 'validValues' && !operators.some((name) => child(rule, name) !== null);
  if (implied) return { operator: 'mustBe', value: 0 };
  requireComparison(rule);
  return null;
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
  if (engine.toLowerCase() === exampleEngine) checkExample(rule, implementation);
  const expectation = readExpectation(rule);
  return { ...frame, type: 'custom', engine, implementation, unit: stringOf(rule, 'unit'), expectation };
}

function checkExample(rule: Mapping, implementation: unknown): void {
  const problem = exampleProblem(implementation);
  if (problem === null) return;
  invalid(
    rule,
    'implementation',
    problem,
    'Such as implementation: { document: "query Newest { orders(first: 1) { nodes { id } } }" }.',
  );
}

function required(rule: Mapping, key: string, type: string): string | null {
  if (child(rule, key) === null) needs(rule, type, key);
  return stringOf(rule, key);
}

function needs(rule: Mapping, type: string, key: string): void {
  const message = `A quality rule of type ${type} needs "${key}".`;
  note(rule.findings, rule.place, 'CONTRACT_MISSING_KEY', message, `Add "${key}:".`);
}
