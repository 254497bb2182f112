// Arguments as numbers: equal numbers, equal meaning. A long literal is read once, however many object types are asked with it.
import type { ArgumentNode } from 'graphql';
import { canonicalArguments } from './canonical-arguments.ts';

/** Zero for no arguments. */
export type ArgumentIdentities = (args: readonly ArgumentNode[]) => number;

export function createArgumentIdentities(): ArgumentIdentities {
  const ofText = new Map<string, number>();
  const ofNodes = new Map<readonly ArgumentNode[], number>();
  return (args) => {
    if (args.length === 0) return 0;
    const known = ofNodes.get(args);
    if (known !== undefined) return known;
    const text = canonicalArguments(args);
    const identity = ofText.get(text) ?? ofText.size + 1;
    ofText.set(text, identity);
    ofNodes.set(args, identity);
    return identity;
  };
}
