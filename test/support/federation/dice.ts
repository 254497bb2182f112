// Chance that repeats: everything random in the differential tests is a function of a seed, so that a case is named by it.

/** @returns a number from 0 up to, but not including, the limit */
export type Random = (below: number) => number;

export interface Dice {
  readonly below: Random;
  readonly chance: (percent: number) => boolean;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** Some of the items, in their order. */
  readonly some: <Item>(items: readonly Item[], count: number) => Item[];
}

export function createDice(seed: string): Dice {
  const below = randomOf(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
  return {
    below,
    chance: (percent) => below(100) < percent,
    pick,
    some(items, count) {
      const left = items.map((_, index) => index);
      while (left.length > count) left.splice(below(left.length), 1);
      return left.map((index) => items[index]!);
    },
  };
}

/** A stream of numbers that depends on the text alone (FNV-1a, stirred, into xorshift). */
export function randomOf(text: string): Random {
  let state = 2_166_136_261;
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 16_777_619);
  state = Math.imul(state ^ (state >>> 16), 2_246_822_507);
  state = Math.imul(state ^ (state >>> 13), 3_266_489_909);
  state = state ^ (state >>> 16) || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
