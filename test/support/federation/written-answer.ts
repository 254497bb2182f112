// One answer of a subgraph, written in every way that JSON allows: what is read of it must always be the same.
import { createDice, type Dice } from './dice.ts';

export interface WayOfWriting {
  /** Line breaks and spaces wherever there may be some. */
  readonly isSpacious: boolean;
  readonly isShuffled: boolean;
  /** Strings and keys with escapes that nobody needs. */
  readonly isEscaped: boolean;
  /** `1.0` or `10e-1` for 1. */
  readonly hasOddNumbers: boolean;
  /** Fields that nobody asked for. */
  readonly hasUnasked: boolean;
}

const plain: WayOfWriting = {
  isSpacious: false,
  isShuffled: false,
  isEscaped: false,
  hasOddNumbers: false,
  hasUnasked: false,
};

/** Plain for most seeds: that is what subgraphs send. */
export function wayOfWriting(seed: number): WayOfWriting {
  const dice = createDice(`writing ${seed}`);
  if (dice.chance(60)) return plain;
  return {
    isSpacious: dice.chance(35),
    isShuffled: dice.chance(35),
    isEscaped: dice.chance(35),
    hasOddNumbers: dice.chance(35),
    hasUnasked: dice.chance(35),
  };
}

export const isPlain = (seed: number): boolean => wayOfWriting(seed) === plain;

/** @param answer as graphql-js gives it: its objects have no prototype, values of custom scalars are left alone but for the writing */
export function writeAnswer(answer: object, way: WayOfWriting, seed: string): string {
  return way === plain ? JSON.stringify(answer) : createWriter(way, createDice(seed))(answer);
}

function createWriter(way: WayOfWriting, dice: Dice): (value: unknown) => string {
  const space = () => (way.isSpacious && dice.chance(60) ? dice.pick([' ', '\n', '\t', '\r\n  ']) : '');

  const write = (value: unknown): string => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') return way.hasOddNumbers ? oddNumber(value, dice) : JSON.stringify(value);
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    if ('toJSON' in value) return write((value as { toJSON(): unknown }).toJSON());
    if (Array.isArray(value)) return `[${space()}${value.map(spaced).join(',')}]`;
    return `{${space()}${entriesOf(value)
      .map(([key, item]) => `${space()}${text(key)}${space()}:${spaced(item)}`)
      .join(',')}}`;
  };

  const spaced = (value: unknown) => `${space()}${write(value)}${space()}`;

  const entriesOf = (value: object): [string, unknown][] => {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    if (Object.getPrototypeOf(value) !== null) return entries;
    if (way.hasUnasked && dice.chance(30)) entries.push(dice.pick(unasked));
    if (way.isShuffled) entries.sort(() => dice.below(3) - 1);
    return entries;
  };

  const text = (value: string) => (way.isEscaped ? escaped(value, dice) : JSON.stringify(value));

  return write;
}

const unasked: readonly [string, unknown][] = [
  ['unasked', 1],
  ['unasked', { id: 'Nobody:1', list: [[{ a: '}' }]] }],
  ['', '"'],
  ['toString', null],
  ['a'.repeat(300), []],
];

function oddNumber(value: number, { pick }: Dice): string {
  const plainly = JSON.stringify(value);
  if (/[.e]/.test(plainly)) return pick([plainly, plainly.replace('e', 'E'), value.toExponential()]);
  return pick([plainly, `${plainly}.0`, `${plainly}e0`, `${plainly}.00E+0`, value === 0 ? '0' : `${plainly}0e-1`]);
}

function escaped(value: string, { chance }: Dice): string {
  const units = [...Array(value.length).keys()].map((index) => value[index]!);
  const written = units.map((unit) => {
    if (unit === '/' && chance(50)) return '\\/';
    const isPlain = unit !== '"' && unit !== '\\' && unit >= ' ' && !/[\ud800-\udfff]/.test(unit);
    if (isPlain && chance(80)) return unit;
    const hexadecimal = unit.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${chance(50) ? hexadecimal : hexadecimal.toUpperCase()}`;
  });
  return `"${written.join('')}"`;
}
