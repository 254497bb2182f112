// What an attempt of an attacker may come to: the safe outcomes, as checks of an answer.
import { expect } from 'vitest';
import type { ClientAnswer } from './graphql-client.ts';

export type Outcome = (answer: ClientAnswer) => void;

/** Exactly these coordinates are denied, each at a place that is null or not there. */
export function denies(...coordinates: string[]): Outcome {
  return ({ status, data, body }) => {
    expect(status).toBe(200);
    const errors: { path: (string | number)[]; extensions: { code: string; coordinate: string } }[] = body.errors ?? [];
    expect(errors.filter(({ extensions }) => !denials.has(extensions.code))).toEqual([]);
    expect(new Set(errors.map(({ extensions }) => extensions.coordinate))).toEqual(new Set(coordinates));
    for (const { path } of errors) expect(valueAt(data, path) ?? null).toBeNull();
  };
}

const denials = new Set(['FORBIDDEN', 'UNAUTHENTICATED']);

function valueAt(data: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown> | null)?.[step], data);
}

/** The first error has the code, and every root field of the data is null if there is data at all. */
export function refuses(code: string): Outcome {
  return ({ data, body }) => {
    expect(body.errors[0].extensions.code).toBe(code);
    for (const value of Object.values(data ?? {})) expect(value).toBeNull();
  };
}

export function shows(data: object): Outcome {
  return ({ body }) => {
    expect(body.errors).toBeUndefined();
    expect(body.data).toMatchObject(data);
  };
}
