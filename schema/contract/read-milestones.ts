// Days in the life of a product, which the standard keeps among its promises.
import type { Milestones } from './contract.ts';
import { isDate } from './read-deprecation.ts';
import { child, invalid, type Mapping } from './yaml-mapping.ts';

const properties: readonly (keyof Milestones)[] = ['generalAvailability', 'endOfSupport', 'endOfLife'];

export function isMilestone(sla: Mapping): boolean {
  return properties.some((property) => property === child(sla, 'property')?.plain);
}

/** @param slas entries of `slaProperties`, whatever they promise */
export function readMilestones(slas: readonly Mapping[]): Milestones {
  return {
    generalAvailability: dateOf(slas, 'generalAvailability'),
    endOfSupport: dateOf(slas, 'endOfSupport'),
    endOfLife: dateOf(slas, 'endOfLife'),
  };
}

function dateOf(slas: readonly Mapping[], property: keyof Milestones): string | null {
  const sla = slas.find((candidate) => child(candidate, 'property')?.plain === property);
  const value = sla === undefined ? null : child(sla, 'value');
  if (sla === undefined || value === null) return null;
  const date = String(value.plain).slice(0, 'yyyy-mm-dd'.length);
  if (isDate(date)) return date;
  invalid(sla, 'value', `"${String(value.plain)}" is not a date.`, 'Write year, month and day: "2027-01-31".');
  return null;
}
