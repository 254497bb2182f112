// Whether an event is for a subscription, and how much of it: the changes that touch what the subscriber named or uses, directly
// or over the lineage. Pure.
import type { ChangeSeverity, ContractChange } from '../../../schema/contract-changes/contract-change.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';
import type { MetadataEvent } from './metadata-event.ts';
import type { SubscriptionRow } from './queries/subscriptions.ts';

/** What has to be known of an event beside itself. */
export interface Surroundings {
  /** Fields of the product that the event is about. */
  readonly fields: readonly Coordinate[];
  /** Fields that are fed by what has changed (a product, a type, a field), over any number of hops. */
  readonly fedBy: (coordinate: Coordinate) => ReadonlySet<Coordinate>;
  /** Whether the client has lately asked for the field. */
  readonly isUsedBy: (client: string, coordinate: Coordinate) => boolean;
}

export type Interest = Pick<
  SubscriptionRow,
  'topics' | 'match' | 'axes' | 'minSeverity' | 'includeUpstream' | 'onlyIfUsed' | 'client'
>;

/** @returns the event with the changes that concern the subscriber; null when nothing does */
export function ofInterest(interest: Interest, event: MetadataEvent, around: Surroundings): MetadataEvent | null {
  if (!interest.topics.includes(event.topic)) return null;
  if (event.topic !== 'contract.changed') return touches(interest, event.product, event.product, around) ? event : null;
  const changes = event.changes.filter(
    (change) => isWorthTelling(interest, change) && touches(interest, change.coordinate, event.product, around),
  );
  return changes.length > 0 ? { ...event, changes } : null;
}

const severities: readonly ChangeSeverity[] = ['INFO', 'WARNING', 'BREAKING'];

function isWorthTelling({ axes, minSeverity }: Interest, { axis, severity }: ContractChange): boolean {
  return severities.indexOf(severity) >= severities.indexOf(minSeverity) && (axes.length === 0 || axes.includes(axis));
}

function touches(interest: Interest, changed: Coordinate, product: string, around: Surroundings): boolean {
  const { match, onlyIfUsed, client } = interest;
  const touched = touchedBy(changed, interest, product, around);
  const isNamed = match.length === 0 || match.includes(product) || touched.some((field) => isMatched(match, field));
  if (!isNamed || !onlyIfUsed) return isNamed;
  return client !== null && touched.some((field) => around.isUsedBy(client, field));
}

function touchedBy(
  changed: Coordinate,
  { includeUpstream }: Interest,
  product: string,
  { fields, fedBy }: Surroundings,
): readonly Coordinate[] {
  const own = fieldsBehind(changed, product, fields);
  return includeUpstream ? [...own, ...fedBy(changed)] : own;
}

/** A change of a product or of a type is one of all its fields; one of an argument is one of its field. */
export function fieldsBehind(
  changed: Coordinate,
  product: string,
  fields: readonly Coordinate[],
): readonly Coordinate[] {
  const field = changed.replace(/\(.*$/, '');
  return field === product ? fields : [field, ...fields.filter((other) => other.startsWith(`${field}.`))];
}

/** A type stands for its fields, in what is asked for as in what changes. */
function isMatched(match: readonly string[], field: Coordinate): boolean {
  return match.some((wanted) => wanted === field || field.startsWith(`${wanted}.`) || wanted.startsWith(`${field}.`));
}
