// How the audit refers to an entity without holding its key: a keyed hash, so that whoever has the key of the audit can ask about
// an entity, and nobody else can find out which ones there are.
import { createHmac } from 'node:crypto';

/** @returns 32 hexadecimal digits */
export type EntityReference = (typeName: string, key: string) => string;

const digits = 32;

/** @param secret the same wherever references are made and asked about */
export function createEntityReference(secret: string): EntityReference {
  return (typeName, key) => createHmac('sha256', secret).update(`${typeName}\n${key}`).digest('hex').slice(0, digits);
}
