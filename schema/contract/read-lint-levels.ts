// How grave the findings of the lint are to a product: `schemaLint`, one level for all rules or one for each.
import { didYouMean } from '../../kit/nearest.ts';
import { isLintCode, type LintLevel, type LintLevels, lintLevels, lintRules } from '../lint/lint-rules.ts';
import { child, type Mapping, note } from './yaml-mapping.ts';

export function readLintLevels(custom: Mapping): LintLevels {
  const given = child(custom, 'schemaLint');
  if (given === null) return {};
  const entries =
    given.entries === null
      ? [['*', given] as const]
      : [...given.entries].map(([code, { value }]) => [code, value] as const);
  const levels = entries.flatMap(([code, value]) => {
    const refuse = (message: string, fix: string): [] => {
      note(custom.findings, value.place, 'CONTRACT_INVALID_VALUE', message, fix);
      return [];
    };
    if (!isLintCode(code))
      return refuse(
        `schemaLint: there is no rule "${code}".`,
        didYouMean(code, Object.keys(lintRules), 'See docs/reference/gates.md.'),
      );
    if (!isLevel(value.plain))
      return refuse(`schemaLint: "${String(value.plain)}" is not a level.`, `One of: ${lintLevels.join(', ')}.`);
    return [[code, value.plain] as const];
  });
  return Object.fromEntries(levels);
}

function isLevel(value: unknown): value is LintLevel {
  return lintLevels.some((level) => level === value);
}
