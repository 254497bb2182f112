// Operations as trees that a search can change step by step: which types are asked at each level, and what below each.
// Everything random comes from the given source, so that a seed repeats a search.

export interface HostileSelection {
  /** Type names; none means that the fields are asked of the interface. */
  readonly types: readonly string[];
  /** Aliases of `x`, each with a selection below; none means a leaf. */
  readonly below: readonly HostileSelection[];
}

/** A number from 0 to below 1. */
export type Random = () => number;

const allTypes = Array.from({ length: 10 }, (_, index) => `T${index}`);
const leaf: HostileSelection = { types: [], below: [] };

/** The linear congruential generator of Numerical Recipes: good enough to wander, and always the same. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function randomSelection(random: Random, depth = 4): HostileSelection {
  if (depth === 0) return { types: someTypes(random), below: [] };
  const width = 1 + Math.floor(random() * 2);
  return {
    types: random() < 0.4 ? [] : someTypes(random),
    below: Array.from({ length: width }, () => randomSelection(random, depth - 1)),
  };
}

/** The same selection but for one place. */
export function mutate(selection: HostileSelection, random: Random): HostileSelection {
  const { types, below } = selection;
  const choice = random();
  if (below.length > 0 && choice < 0.15) return { types, below: below.slice(1) };
  if (below.length > 0 && choice < 0.6) {
    const place = Math.floor(random() * below.length);
    return { types, below: below.map((child, index) => (index === place ? mutate(child, random) : child)) };
  }
  if (choice < 0.8) return { types: someTypes(random), below };
  if (choice < 0.9) return { types, below: [...below, below[0] ?? leaf] };
  return { types, below: [selection] };
}

export function printHostile(selection: HostileSelection): string {
  return `{ root { ${printSelection(selection)} } }`;
}

function printSelection({ types, below }: HostileSelection): string {
  const nested = below.map((child, index) => `x${index}: x { ${printSelection(child)} }`).join(' ');
  if (types.length === 0) return `id ${nested}`;
  return types.map((type) => `... on ${type} { a${type} b${type} c${type} ${nested} }`).join(' ');
}

function someTypes(random: Random): readonly string[] {
  const count = 1 + Math.floor(random() * 4);
  const start = Math.floor(random() * (allTypes.length - count));
  return allTypes.slice(start, start + count);
}
