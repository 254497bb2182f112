// Finds what graphql-shield would swallow in silence: values that are no rules, connectives of nothing, rules without a name,
// rules that need the row. Each finding says how to mend it.

import { parseRowFragment } from '../decide/row-selection.ts';
import { anatomyOf, isInputRule, type LeafRule, type Rule } from '../shield.ts';
import type { PolicyProblem } from './policy-problem.ts';

export type Finding = Pick<PolicyProblem, 'message' | 'mend'>;

/** @returns everything wrong with one entry of a rule tree, which may be any value at all */
export function inspectRule(value: unknown): Finding[] {
  const anatomy = anatomyOf(value);
  if (anatomy === undefined) return [notARule(value)];
  if (anatomy.kind === 'leaf') return inspectLeaf(anatomy.leaf);
  if (!('parts' in anatomy)) return [];
  if (anatomy.parts.length === 0)
    return [
      {
        message: `${anatomy.kind}() holds no rule, and graphql-shield would not stop anyone.`,
        mend: 'Put the rules in, or write deny.',
      },
    ];
  return anatomy.parts.flatMap(inspectRule);
}

/** Every named rule inside a rule. */
export function leavesOf(
  rule: Rule,
): { readonly name: string; readonly rule: Rule; readonly func: LeafRule['func'] }[] {
  const anatomy = anatomyOf(rule);
  if (anatomy?.kind === 'leaf') return [{ name: anatomy.leaf.name, rule, func: anatomy.leaf.func }];
  return anatomy !== undefined && 'parts' in anatomy ? anatomy.parts.flatMap(leavesOf) : [];
}

function notARule(value: unknown): Finding {
  if (value === undefined)
    return {
      message: 'the rule is undefined, and graphql-shield would drop every rule of the type.',
      mend: 'Import the rule, or break the circle of imports that leaves it undefined.',
    };
  if (typeof value === 'function')
    return {
      message: 'a plain function is not a rule, and graphql-shield would drop every rule of the type.',
      mend: "Wrap it: rule('name', { cache: 'contextual' })(function). A word of the vocabulary may still lack its parameters.",
    };
  return {
    message: 'the value is not a rule of graphql-shield.',
    mend: 'Import rules from policies/shield.ts and policies/vocabulary.ts only.',
  };
}

function inspectLeaf(leaf: LeafRule): Finding[] {
  if (leaf.fragment !== undefined && leaf.cache === 'contextual')
    return [
      {
        message: `the rule ${leaf.name} reads the row and is cached per caller: the first row would decide for all.`,
        mend: "Use cache: 'no_cache'.",
      },
    ];
  if (leaf.fragment !== undefined) {
    const trouble = troubleWith(leaf.fragment);
    if (trouble !== null)
      return [
        {
          message: `the fragment of the rule ${leaf.name} cannot be used: ${trouble}.`,
          mend: 'Declare the fields that the rule reads, such as "fragment Region on Customer { region }".',
        },
      ];
  }
  if (leaf.cache !== 'contextual' && leaf.cache !== 'no_cache' && !isInputRule(leaf))
    return [
      {
        message: `the rule ${leaf.name} is cached by what it is given: graphql-shield would print whole rows for a key, and nobody does that here.`,
        mend: "Use cache: 'contextual' where the caller alone decides, and 'no_cache' otherwise.",
      },
    ];
  // graphql-shield names a nameless rule with a random number.
  if (leaf.name === '' || /^0?\.\d+(e-\d+)?$/.test(leaf.name))
    return [
      {
        message: 'a rule has no name, so no audit or explanation can speak of it.',
        mend: "Name it: rule('domain.claim', ...).",
      },
    ];
  return [];
}

function troubleWith(fragment: string): string | null {
  try {
    parseRowFragment(fragment);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
