// What a mask is: a value goes in, a value that gives less away comes out.

/** From the one that shows least: where several masks meet, the first of this order wins. */
export const maskKinds = ['redact', 'pseudonym', 'partial', 'general'] as const;

export interface Mask {
  readonly name: string;
  readonly kind: (typeof maskKinds)[number];
  /** Names of the scalar types that the mask understands and gives back; `any`: whatever is no object. */
  readonly scalars: readonly string[] | 'any';
  /** True when it may turn a value into null: such a mask does not fit a field that is never null. */
  readonly mayBeNull: boolean;
  /** Called with single values that are not null; a list is masked element by element. */
  readonly conceal: (value: unknown, key: string) => unknown;
}

/** Whether a value that a policy file gives is one. */
export function isMask(value: unknown): value is Mask {
  const { name, scalars, conceal } = Object(value) as Partial<Mask>;
  return typeof name === 'string' && typeof conceal === 'function' && (scalars === 'any' || Array.isArray(scalars));
}

/**
 * Applies a mask to whatever the field holds: null stays null, a list stays a list.
 * @param key of this deployment; see {@link Circumstances.maskKey}
 */
export function applyMask(mask: Mask, value: unknown, key: string): unknown {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? value.map((element) => applyMask(mask, element, key)) : mask.conceal(value, key);
}
