// The masks of random policies, by name.
import { type GraphQLOutputType, getNamedType } from 'graphql';
import type { Mask } from '../../../policies/masks/mask.ts';

const masks: readonly Mask[] = [
  { name: 'stars', kind: 'redact', scalars: ['String'], mayBeNull: false, conceal: () => '***' },
  {
    name: 'initial',
    kind: 'partial',
    scalars: ['String'],
    mayBeNull: false,
    conceal: (value) => `${[...String(value)][0] ?? ''}…`,
  },
  {
    name: 'tens',
    kind: 'general',
    scalars: ['Int', 'Float'],
    mayBeNull: false,
    conceal: (value) => Math.trunc(Number(value) / 10) * 10,
  },
  {
    name: 'nothing',
    kind: 'redact',
    scalars: ['String', 'Int', 'Float', 'Boolean', 'ID'],
    mayBeNull: true,
    conceal: () => null,
  },
];

export function maskNamed(name: string): Mask {
  return masks.find((mask) => mask.name === name)!;
}

export function fittingMasks(type: GraphQLOutputType): string[] {
  const { name } = getNamedType(type);
  return masks
    .filter(({ scalars, mayBeNull }) => scalars.includes(name) && !(mayBeNull && `${type}`.includes('!')))
    .map((mask) => mask.name);
}

/** As a client sees it: null stays null, and of a list each element is concealed. */
export function concealed(mask: Mask, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => concealed(mask, item));
  return value === null || value === undefined ? null : mask.conceal(value, '');
}
