// What a rule expects, for people: `nullValues must be less than 5 percent`.
import { exampleEngine } from '../contract/example-operation.ts';
import type { Expectation, QualityRule } from '../contract/quality-rule.ts';

export function expectationText(rule: QualityRule): string {
  switch (rule.type) {
    case 'library':
      return `${rule.measure.metric} ${comparison(rule.expectation)} ${rule.unit}`;
    case 'sql':
      return ['the query', comparison(rule.expectation), rule.unit].filter((part) => part !== null).join(' ');
    case 'custom':
      if (rule.expectation !== null) return comparison(rule.expectation);
      return rule.engine.toLowerCase() === exampleEngine ? 'the example must work' : `as ${rule.engine} judges`;
    case 'text':
      return rule.description ?? '';
  }
}

/** `mustBeLessThan` 5 as `must be less than 5`. */
function comparison({ operator, value }: Expectation): string {
  const words = operator.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words} ${Array.isArray(value) ? value.join(' and ') : JSON.stringify(value)}`;
}
