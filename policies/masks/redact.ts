// Nothing is left: the value becomes null. Fits every field that may be null.
import type { Mask } from './mask.ts';

export const redact: Mask = {
  name: 'redact',
  kind: 'redact',
  scalars: 'any',
  mayBeNull: true,
  conceal: () => null,
};
