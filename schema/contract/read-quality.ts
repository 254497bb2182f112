// The quality rules of a type or a field.
import type { Coordinate } from '../coordinates.ts';
import type { QualityRule } from './contract.ts';
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
} from './yaml-mapping.ts';

const metrics = {
  nullValues: 'nullValues',
  missingValues: 'missingValues',
  invalidValues: 'invalidValues',
  duplicateValues: 'duplicateValues',
  rowCount: 'rowCount',
};
const types = { library: 'library', text: 'text', sql: 'sql', custom: 'custom' } as const;
const dimensions = ['accuracy', 'completeness', 'conformity', 'consistency', 'coverage', 'timeliness', 'uniqueness'];
const single = [
  'mustBe',
  'mustNotBe',
  'mustBeGreaterThan',
  'mustBeGreaterOrEqualTo',
  'mustBeLessThan',
  'mustBeLessOrEqualTo',
];
const ranges = ['mustBeBetween', 'mustNotBeBetween'];
const operators = [...single, ...ranges];

const keys = {
  required: [],
  optional: [
    ...[
      'id',
      'name',
      'description',
      'type',
      'metric',
      'query',
      'engine',
      'implementation',
      'arguments',
      'dimension',
      'severity',
    ],
    ...[
      'unit',
      'schedule',
      'scheduler',
      'method',
      'businessImpact',
      'tags',
      'authoritativeDefinitions',
      'customProperties',
    ],
    ...operators,
  ],
};

export function readQuality(mapping: Mapping, element: Coordinate): QualityRule[] {
  return itemsOf(mapping, 'quality').flatMap((item, index) => readRule(item, element, index, mapping.findings));
}

function readRule(value: YamlValue, element: Coordinate, index: number, findings: Findings): QualityRule[] {
  const rule = readMapping(value, keys, findings);
  if (rule === null) return [];
  const type = choiceOf(rule, 'type', types) ?? 'library';
  const metric = choiceOf(rule, 'metric', metrics);
  requireKeys(rule, type);
  choiceOf(rule, 'dimension', Object.fromEntries(dimensions.map((name) => [name, name])));
  return [
    {
      id: stringOf(rule, 'id') ?? `${element}-${metric ?? type}-${index + 1}`,
      element,
      type,
      metric,
      name: stringOf(rule, 'name'),
      description: stringOf(rule, 'description'),
      query: stringOf(rule, 'query'),
      engine: stringOf(rule, 'engine'),
      implementation: child(rule, 'implementation')?.plain ?? null,
      arguments: (child(rule, 'arguments')?.entries ? child(rule, 'arguments')!.plain : {}) as Record<string, unknown>,
      dimension: stringOf(rule, 'dimension'),
      severity: stringOf(rule, 'severity'),
      unit: stringOf(rule, 'unit'),
      schedule: stringOf(rule, 'schedule'),
      expectation: readExpectation(rule, type),
      place: rule.place,
    },
  ];
}

const needed = { library: ['metric'], sql: ['query'], custom: ['engine', 'implementation'], text: ['description'] };

function requireKeys(rule: Mapping, type: keyof typeof needed): void {
  for (const key of needed[type]) {
    if (child(rule, key) === null)
      note(
        rule.findings,
        rule.place,
        'CONTRACT_MISSING_KEY',
        `A quality rule of type ${type} needs "${key}".`,
        `Add "${key}:".`,
      );
  }
}

function readExpectation(rule: Mapping, type: QualityRule['type']): QualityRule['expectation'] {
  const given = operators.filter((operator) => child(rule, operator) !== null);
  if (given.length === 0 && (type === 'text' || type === 'custom')) return null;
  const [operator] = given;
  if (operator === undefined || given.length > 1) {
    const found = operator === undefined ? 'none' : given.join(' and ');
    note(
      rule.findings,
      rule.place,
      'CONTRACT_INVALID_VALUE',
      `A quality rule compares with exactly one "mustBe...", and this one has ${found}.`,
      `One of: ${operators.join(', ')}.`,
    );
    return null;
  }
  return {
    operator,
    value: operator === 'mustBe' || operator === 'mustNotBe' ? child(rule, operator)!.plain : bound(rule, operator),
  };
}

function bound(rule: Mapping, operator: string): unknown {
  if (!ranges.includes(operator)) return numberOf(rule, operator);
  const range = child(rule, operator)!.plain;
  const valid =
    Array.isArray(range) &&
    range.length === 2 &&
    range.every((end) => typeof end === 'number') &&
    Number(range[0]) < Number(range[1]);
  if (!valid)
    invalid(rule, operator, `${operator} needs two numbers, the smaller first.`, `Such as ${operator}: [0, 10].`);
  return range;
}
