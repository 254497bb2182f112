// The states of a product's life, and which may follow which. A product that people use is announced to go before it goes, and
// what has gone does not come back under the same name.
import type { Contract, LifecycleStatus } from '../../../schema/contract/contract.ts';
import { type Place, type Problem, problemAt } from '../../../schema/problem.ts';

const following: Readonly<Record<LifecycleStatus, readonly LifecycleStatus[]>> = {
  PROPOSED: ['DRAFT', 'ACTIVE', 'RETIRED'],
  DRAFT: ['PROPOSED', 'ACTIVE', 'RETIRED'],
  ACTIVE: ['DEPRECATED'],
  DEPRECATED: ['ACTIVE', 'RETIRED'],
  RETIRED: [],
};

export function checkLifecycle(before: Contract, after: Contract): Problem[] {
  if (before.status === after.status || following[before.status].includes(after.status)) return [];
  const next = following[before.status].map((status) => status.toLowerCase());
  return [
    problemAt(placeOfStatus(after), {
      code: 'LIFECYCLE_STEP_FORBIDDEN',
      severity: 'error',
      message: `${after.id} is ${before.status.toLowerCase()} and cannot become ${after.status.toLowerCase()}.`,
      fix:
        next.length === 0
          ? 'Give the new product an id of its own.'
          : `Write status: ${[before.status.toLowerCase(), ...next].join(' or ')}.`,
    }),
  ];
}

function placeOfStatus({ file, text }: Contract): Place {
  const line = text.split('\n').findIndex((candidate) => /^status\s*:/.test(candidate));
  return { file, line: line + 1 || 1, column: 1 };
}
