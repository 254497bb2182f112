// An explanation in words: one line for what is open, a paragraph for what is not.
import type { ExplainedOutcome, Explanation } from '../../../policies/review/explain.ts';
import type { ExplainedUse } from '../../../policies/review/explain-operation.ts';
import { describeClassification } from '../../../policies/review/matrix.ts';

const verbs: Readonly<Record<ExplainedOutcome, string>> = {
  allow: 'allowed',
  deny: 'DENIED',
  mask: 'MASKED',
  row: 'DECIDED BY THE ROW',
  fault: 'DENIED, for a rule failed',
};

export function printExplanation(explanation: Explanation | ExplainedUse): string {
  const { coordinate, outcome, layer, rule } = explanation;
  const head = `${coordinate}${subjectOf(explanation)}${placesOf(explanation)}: ${verbs[outcome]}, ${layer} ${rule}`;
  const details = [...whyOf(explanation), ...changesOf(explanation), ...requestOf(explanation)];
  return [head, ...details.map((line) => `    ${line}`)].map((line) => `${line}\n`).join('');
}

function subjectOf({ coordinate, classification }: Explanation): string {
  return coordinate.includes('.') ? ` (${describeClassification(classification)})` : ' (its rows)';
}

function placesOf(explanation: Explanation | ExplainedUse): string {
  if (!('places' in explanation)) return '';
  return ` at ${explanation.places.map(({ line, column }) => `${line}:${column}`).join(', ')}`;
}

function whyOf({ outcome, asked, mask, rowInputs, reason }: Explanation): string[] {
  if (outcome === 'allow') return [];
  return [
    ...(reason === null ? [] : [`a client may be told: ${reason}`]),
    ...asked.map(({ layer, rule, outcome: said }) => `asked: ${layer} ${rule}: ${said}`),
    ...(mask === null ? [] : [`mask ${mask.name} unless ${mask.unless}: ${mask.outcome}`]),
    ...(rowInputs.length === 0 ? [] : [`reads of the row: ${rowInputs.join(', ')}`]),
  ];
}

function changesOf({ outcome, changes }: Explanation): string[] {
  return changes
    .filter(() => outcome !== 'allow')
    .map((change) => `would be ${verbs[change.outcome].toLowerCase()} ${change.inputs.join(' and ')}`);
}

function requestOf({ outcome, coordinate, byGrant }: Explanation): string[] {
  if (outcome === 'allow') return [];
  if (byGrant !== null)
    return [
      `a grant would make it ${verbs[byGrant].toLowerCase()}: gordian access request ${coordinate} --purpose ... --reason ...`,
    ];
  return ['no grant changes this, and no broken glass'];
}
