// Variants of the graph: `dev`, `staging`, `prod` or any other name, each with its own subgraphs and supergraph. The catalogue
// describes prod.
import { z } from 'zod';
import { GordianError } from '../../../kit/errors.ts';

export const prod = 'prod';

export const variantName = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'is a lower-case word such as staging');

/** @throws GordianError BAD_USER_INPUT */
export function readVariant(value: unknown): string {
  const read = variantName.default(prod).safeParse(value ?? undefined);
  if (read.success) return read.data;
  throw new GordianError('BAD_USER_INPUT', `variant: ${read.error.issues[0]!.message}.`);
}
