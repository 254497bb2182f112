// What every step of the workflow needs, and what they refuse alike.
import type { Clock } from '../../../kit/clock.ts';
import { GordianError } from '../../../kit/errors.ts';
import type { Database } from '../../../kit/postgres.ts';
import { badInput, textInput } from '../../../kit/user-input.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import { type KnownTargets, mergeOpenings, type Opening } from './known-targets.ts';

export interface AccessServices {
  readonly database: Database;
  readonly clock: Clock;
  readonly known: KnownTargets;
}

const maxTargets = 20;
const maxTargetLength = 200;

/**
 * Each once and sorted, so that the same is recognised; products by id or URN.
 * @param argument by which the asker knows them
 */
export function targetsInput(targets: readonly string[], argument = 'input.targets'): string[] {
  const prefix = productUrn('');
  const names = targets.map((target) => (target.startsWith(prefix) ? target.slice(prefix.length) : target));
  if (names.length === 0 || names.length > maxTargets) throw badInput(argument, `must name 1 to ${maxTargets} targets`);
  return [...new Set(names.map((name, index) => textInput(`${argument}[${index}]`, name, 1, maxTargetLength)))].sort();
}

/** @throws GordianError ACCESS_TARGET_UNKNOWN, the same whether a target does not exist or may not be known */
export function openingsOfTargets(known: KnownTargets, targets: readonly string[]): Opening[] {
  return mergeOpenings(
    targets.flatMap((target) => {
      const openings = known.openingsOf(target);
      if (openings) return openings;
      throw new GordianError(
        'ACCESS_TARGET_UNKNOWN',
        'One of the targets is nothing that access can be requested for. Name fields of the graph, or data products.',
      );
    }),
  );
}

export function reasonInput(field: string, text: string): string {
  return textInput(field, text, 3, 1_000);
}

export function alreadyDecided(what: string): GordianError {
  return new GordianError('ALREADY_DECIDED', `${what} Read its present state; what is closed stays closed.`);
}

export function notAnApprover(groups: readonly string[]): GordianError {
  return new GordianError('NOT_AN_APPROVER', `Only ${groups.join(' or ') || 'nobody'} may decide this.`);
}

export function selfApproval(): GordianError {
  return new GordianError(
    'SELF_APPROVAL',
    'Nobody decides about access of their own. Ask another member of the group.',
  );
}

export function notFound(what: string): GordianError {
  return new GordianError('NOT_FOUND', `There is no such ${what}.`);
}
