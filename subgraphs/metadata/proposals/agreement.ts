// Who of those affected agrees: by word, or because the facts say so. Words are those of the proposal, the newest of each consumer;
// the facts are looked up anew each time, because traffic may have come back since. Pure.
import type { AffectedConsumer } from '../registry/verdict/judged-change.ts';
import type { Acknowledgement, AcknowledgementSource } from './proposal.ts';

/** That a consumer needs not be asked. */
export interface Fact {
  readonly consumer: string;
  readonly source: Exclude<AcknowledgementSource, 'HUMAN'>;
  /** For people, one sentence. */
  readonly note: string;
}

/** @param words in the order in which they were given */
export function agreeing(
  affected: readonly AffectedConsumer[],
  words: readonly Acknowledgement[],
  facts: readonly Fact[],
  now: Date,
): Set<string> {
  const newest = new Map(words.filter(isWord).map((word) => [word.consumer, word]));
  const bySaying = (consumer: string) => isAgreement(newest.get(consumer), now);
  const byFact = new Set(facts.map(({ consumer }) => consumer));
  return new Set(
    affected.map(({ consumer }) => consumer).filter((consumer) => bySaying(consumer) || byFact.has(consumer)),
  );
}

function isWord({ source }: Acknowledgement): boolean {
  return source === 'HUMAN';
}

/** Whoever migrates agrees to the change from the day on which it said to be done. */
function isAgreement(word: Acknowledgement | undefined, now: Date): boolean {
  if (word?.response === 'MIGRATING') return word.migrateBy !== null && word.migrateBy <= now;
  return word?.response === 'APPROVED';
}
