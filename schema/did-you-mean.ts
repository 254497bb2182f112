// How messages suggest the word that was meant.
import { nearest } from '../kit/nearest.ts';

/** `Did you mean "name"?`, or the alternative when nothing is near. */
export function didYouMean(word: string, known: readonly string[], otherwise: string): string {
  const guess = nearest(word, known);
  return guess === null ? otherwise : `Did you mean "${guess}"?`;
}
