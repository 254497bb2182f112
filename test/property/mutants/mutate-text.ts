// Accidents that happen to files on their way to us: lines lost, doubled or moved, words mistyped or taken from elsewhere in the
// file, marks dropped, an end cut off. Everything follows from the dice.
import type { Dice } from '../../support/federation/dice.ts';

type Accident = (text: string, dice: Dice) => string;

const accidents: readonly Accident[] = [
  (text, dice) => {
    const lines = text.split('\n');
    lines.splice(dice.below(lines.length), 1);
    return lines.join('\n');
  },
  (text, dice) => {
    const lines = text.split('\n');
    const line = dice.below(lines.length);
    lines.splice(line, 0, lines[line]!);
    return lines.join('\n');
  },
  (text, dice) => {
    const lines = text.split('\n');
    const [moved] = lines.splice(dice.below(lines.length), 1);
    lines.splice(dice.below(lines.length + 1), 0, moved!);
    return lines.join('\n');
  },
  // Words are weighty where they stand for something else that exists.
  (text, dice) => replaceOne(text, /[A-Za-z_]\w+/g, () => dice.pick(text.match(/[A-Za-z_]\w+/g) ?? ['x']), dice),
  (text, dice) => replaceOne(text, /[A-Za-z_]\w+/g, (word) => word.slice(0, -1) || word, dice),
  (text, dice) => replaceOne(text, /\d+/g, (digits) => String(Number(digits) * 10 - 7), dice),
  (text, dice) => replaceOne(text, /[!@[\](){}:,|&=>"'?.-]/g, () => '', dice),
  (text, dice) => replaceOne(text, /[!@[\](){}:,|&=>"'?.-]/g, (mark) => mark + mark, dice),
  (text, dice) => replaceOne(text, /@\w+(\([^)]*\))?/g, () => '', dice),
  (text, dice) => replaceOne(text, /\b(true|false|null)\b/g, (word) => (word === 'true' ? 'false' : 'true'), dice),
  (text, dice) => replaceOne(text, /"[^"\n]*"/g, () => '"\\u0000 ünï 𝔠ode"', dice),
  (text, dice) => text.slice(0, dice.below(text.length)),
];

/** @returns never the text itself */
export function mutateText(text: string, dice: Dice): string {
  for (;;) {
    const mutated = dice.pick(accidents)(text, dice);
    if (mutated !== text) return mutated;
  }
}

function replaceOne(text: string, pattern: RegExp, by: (found: string) => string, dice: Dice): string {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const { 0: word, index } = dice.pick(found);
  return text.slice(0, index) + by(word) + text.slice(index + word.length);
}
