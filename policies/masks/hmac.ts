// A pseudonym: the same value has the same one everywhere in a deployment, so that records can be counted and joined, and nobody
// without the key can tell what it stands for, or try.
import { createHmac } from 'node:crypto';
import type { Mask } from './mask.ts';

/** 128 bits, in letters that are safe everywhere. */
const shownLength = 22;

export const hmac: Mask = {
  name: 'hmac',
  kind: 'pseudonym',
  scalars: ['String', 'ID'],
  mayBeNull: false,
  conceal: (value, key) => createHmac('sha256', key).update(String(value)).digest('base64url').slice(0, shownLength),
};
