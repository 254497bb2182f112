// What clients are told of fields whose data is too old: with the error, or as a warning beside the data.
import type { ErrorCode } from '../../kit/errors.ts';
import type { StaleField } from './demand-freshness.ts';

/** Details of an error, or of a warning. */
export function detailsOfStale({ field: { coordinate }, product, age }: StaleField): Readonly<Record<string, unknown>> {
  const ageSeconds = age.ageSeconds === null ? null : Math.round(age.ageSeconds);
  return { coordinate, product, ageSeconds, acceptedSeconds: age.limitSeconds };
}

/** More would tell nothing new: the fields of a product are of one age. */
const maximumWarnings = 20;

/** Of the fields that do not fail; one for each coordinate. */
export function warningsAbout(stale: readonly StaleField[]): readonly object[] {
  const silent = stale.filter(({ onStale }) => onStale !== 'ERROR');
  const byCoordinate = new Map(silent.map((one) => [one.field.coordinate, one]));
  return [...byCoordinate.values()].slice(0, maximumWarnings).map((one) => ({
    code: 'STALE_DATA' satisfies ErrorCode,
    message: messageOf(one),
    ...detailsOfStale(one),
  }));
}

function messageOf({ field: { coordinate }, onStale }: StaleField): string {
  const consequence = onStale === 'NULL' ? ', so it is null' : '';
  return `The data of ${coordinate} is older than @fresh accepts${consequence}.`;
}
