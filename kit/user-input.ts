// Checks of mutation inputs that GraphQL types cannot express. Each names the field and what it accepts; none repeats
// the value, which may be personal data.
import { GordianError } from './errors.ts';

export function badInput(field: string, expected: string): GordianError {
  return new GordianError('BAD_USER_INPUT', `${field} ${expected}.`, { details: { field } });
}

/** The text without blanks at its ends; it must have between `min` and `max` characters then. */
export function textInput(field: string, value: string, min: number, max: number): string {
  const text = value.trim();
  if (text.length < min || text.length > max) throw badInput(field, `must have ${min} to ${max} characters`);
  if (text.includes('\0')) throw badInput(field, 'must not hold a NUL character');
  return text;
}

/** Long enough that two clients do not meet by chance, short enough to index. */
export function idempotencyKeyInput(field: string, value: string): string {
  return textInput(field, value, 8, 100);
}

const idPattern = /^[\w.-]{1,64}$/;

/** An id of another domain: only its form can be checked here. */
export function foreignIdInput(field: string, value: string): string {
  if (!idPattern.test(value)) throw badInput(field, 'must be an id of at most 64 letters, digits, ".", "_" or "-"');
  return value;
}
