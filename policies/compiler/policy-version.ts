// The identity of a policy: changes with every rule, mask, classification and coordinate, and with nothing else.
import { createHash } from 'node:crypto';
import type { Steps } from '../../kit/in-slices.ts';
import type { Rule } from '../shield.ts';
import type { CompiledMask, Guarded } from './compiled-policy.ts';
import { leavesOf } from './inspect-rule.ts';

export function* versionOf(compiled: readonly Guarded[]): Steps<string> {
  const hash = createHash('sha256');
  for (const { coordinate, classification, door } of compiled) {
    const rules = door.conjuncts.map(({ layer, name, rule, yieldsToGrants }) => [
      layer,
      name,
      yieldsToGrants,
      bodiesOf(rule),
    ]);
    hash.update(JSON.stringify([coordinate, classification, rules, door.mask && textOf(door.mask)]));
    yield;
  }
  return hash.digest('hex').slice(0, 16);
}

function textOf({ mask, unless, name }: CompiledMask): unknown[] {
  return [mask.name, String(mask.conceal), name, bodiesOf(unless)];
}

/** The text of the functions inside: a rule that decides otherwise under its old name makes another policy. */
function bodiesOf(rule: Rule): string[] {
  return leavesOf(rule).map(({ func }) => String(func));
}
