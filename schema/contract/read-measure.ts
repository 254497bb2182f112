// What a quality rule of the library measures: its metric, and the arguments that the metric takes.
import type { Coordinate } from '../coordinates.ts';
import type { QualityMeasure, QualityMetric, Scalar } from './quality-rule.ts';
import { isScalar } from './read-expectation.ts';
import { child, invalid, itemsOf, type Mapping, note, readMapping, stringOf, stringsOf } from './yaml-mapping.ts';

export function checkLevel(rule: Mapping, metric: QualityMetric, element: Coordinate): void {
  const ofField = element.includes('.');
  if (metric === 'duplicateValues' || ofField !== (metric === 'rowCount')) return;
  const message = `${metric} ${ofField ? 'counts the rows of a type, and this is a field' : 'looks at one field, and this is a type'}.`;
  const fix = ofField ? 'Move the rule to the quality of the type.' : 'Move the rule to the quality of the field.';
  invalid(rule, child(rule, 'metric') === null ? 'rule' : 'metric', message, fix);
}

export function readMeasure(rule: Mapping, metric: QualityMetric, element: Coordinate): QualityMeasure | null {
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
  missingArguments(
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
  missingArguments(
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

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

function missingArguments(rule: Mapping, message: string, fix: string): void {
  note(rule.findings, rule.place, 'CONTRACT_MISSING_KEY', message, fix);
}
