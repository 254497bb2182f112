// What came from outside, once it is known to be an object. Its keys are whoever sent it's to choose: read those that you know.

export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
