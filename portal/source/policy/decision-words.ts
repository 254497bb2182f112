// A decision in sentences. Pure.

import type { DecisionFragment } from '../generated/policy.ts';
import { verdictWord } from './verdict-words.ts';

export const layerWords: Readonly<Record<DecisionFragment['layer'], string>> = {
  PUBLIC: 'no rule: it is public',
  GUARDRAIL: 'a guardrail, asked always',
  DERIVED: 'its contract',
  DIRECTIVE: 'the schema of its subgraph',
  DOMAIN: 'the rules of its domain',
  MASK: 'a mask of its domain',
};

type Told = Pick<DecisionFragment, 'outcome' | 'coordinate' | 'reason'>;

export function leadSentence({ outcome, coordinate, reason }: Told, who: string): string {
  const [subject, sees] = who === 'you' ? ['You', 'see'] : [who, 'sees'];
  switch (outcome) {
    case 'ALLOW':
      return `${subject} ${sees} ${coordinate} in clear.`;
    case 'MASK':
      return `${subject} ${sees} ${coordinate} with a mask in the place of the value.`;
    case 'BY_ROW':
      return `Whether ${who === 'you' ? 'you see' : `${who} sees`} ${coordinate} depends on the record.`;
    case 'FAULT':
      return `A rule of ${coordinate} failed, so nobody is let through. The log of the gateway says why.`;
    default:
      return `${subject} ${who === 'you' ? 'do' : 'does'} not see ${coordinate}. ${reason ?? ''}`.trim();
  }
}

/** `It would be allowed with scope customers:pii:read.` */
export function changeSentences({
  changes,
  byGrant,
  byBreakGlass,
}: Pick<DecisionFragment, 'changes' | 'byGrant' | 'byBreakGlass'>): readonly string[] {
  return [
    ...(changes ?? []).map(({ inputs, outcome }) => `It would be ${verdictWord(outcome)} ${inputs.join(' and ')}.`),
    ...(byGrant === null ? [] : [`A grant would make it ${verdictWord(byGrant)}.`]),
    ...(byBreakGlass === null ? [] : [`In an emergency, a broken glass would make it ${verdictWord(byBreakGlass)}.`]),
  ];
}
