// Values that the graph hands over as the text of a JSON object. Whoever wrote them may be of another version: what is not there, or is
// no such value, is null or empty, and nothing throws. Pure.

export type JsonValues = Readonly<Record<string, unknown>>;

/** Nothing for what is no object. */
export function valuesIn(json: string | null): JsonValues {
  try {
    const value: unknown = JSON.parse(json ?? '{}');
    return typeof value === 'object' && value !== null ? (value as JsonValues) : {};
  } catch {
    return {};
  }
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

export function namesOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
