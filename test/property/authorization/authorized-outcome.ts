// When the gateway answers an operation as graphql-shield does: data byte for byte, the same fields denied with the same code, and the
// same fields failed.
import type { ClientError } from '../../../gateway/respond/respond.ts';
import type { Difference } from '../outcome.ts';
import { compareOutcomes } from '../outcome.ts';
import type { StrictAnswer, StrictError } from './complete-strictly.ts';

export interface ActualAnswer {
  readonly data: string;
  readonly errors: readonly ClientError[];
}

const policyCodes: readonly string[] = ['FORBIDDEN', 'UNAUTHENTICATED', 'POLICY_UNAVAILABLE'];

export function compareAuthorized(expected: StrictAnswer, actual: ActualAnswer, isPlain: boolean): Difference | null {
  const outcome = { data: JSON.stringify(expected.data), errors: expected.errors };
  return compareOutcomes(outcome, actual, isPlain) ?? compareDenials(expected, actual);
}

/** Where the null did not move up, so that the denial stands exactly at its field. */
function compareDenials(expected: StrictAnswer, actual: ActualAnswer): Difference | null {
  const denied = new Map(actual.errors.filter(isDenial).map((error) => [error.path?.join('.'), error.extensions]));
  const due = expected.errors.filter(({ extensions, path }) => extensions.codes && isNullAt(expected.data, path));
  for (const { path, extensions } of due) {
    const place = path.join('.');
    const told = denied.get(place);
    denied.delete(place);
    const isSame =
      (extensions.codes as string[]).includes(`${told?.code}`) && told?.coordinate === extensions.coordinate;
    if (!isSame) return differ(`denial of ${place}`, extensions, told);
  }
  const [undue] = [...denied.keys()].filter((place = '') => isNullAt(expected.data, place.split('.')));
  return undue === undefined ? null : differ(`nobody denies ${undue}`, expected.errors.map(brief), denied.get(undue));
}

const isDenial = ({ extensions }: ClientError) => policyCodes.includes(extensions.code);

const differ = (what: string, expected: unknown, actual: unknown): Difference => ({
  what,
  expected: JSON.stringify(expected),
  actual: JSON.stringify(actual) ?? 'nothing',
});

const brief = ({ path, message, extensions }: StrictError) => ({ path, message, extensions });

function isNullAt(data: unknown, path: readonly (string | number)[]): boolean {
  let value = data;
  for (const step of path) {
    if (value === null || value === undefined) return false;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value === null;
}
