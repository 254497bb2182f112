// A signature costs more than the rest of a small request, and an assertion says nothing but its content and its time. So one
// that says exactly the same, every claim of the caller included, is sent again while it is young. Nothing is shared between
// callers that differ in anything.
import { LRUCache } from 'lru-cache';

/** A third of an assertion's life: whatever is sent still lives long enough for the slowest fetch to begin. */
const reusedForMs = 10_000;
/** Characters of all contents that are kept; the assertions are about as long again. */
const maxKeptCharacters = 8_000_000;

interface Kept {
  readonly signedAtMs: number;
  readonly assertion: Promise<string>;
}

/** @returns signs `content`, or gives what was signed for the same content a moment ago */
export function reuseAssertions<Content>(sign: (content: Content) => Promise<string>): typeof sign {
  const kept = new LRUCache<string, Kept>({ maxSize: maxKeptCharacters });
  return (content) => {
    const key = JSON.stringify(content);
    const known = kept.get(key);
    const ageMs = known ? Date.now() - known.signedAtMs : Number.POSITIVE_INFINITY;
    // A clock that was set back makes the age negative: the assertion would be from the future.
    if (known && ageMs >= 0 && ageMs < reusedForMs) return known.assertion;
    const assertion = sign(content);
    kept.set(key, { signedAtMs: Date.now(), assertion }, { size: key.length });
    assertion.catch(() => kept.delete(key));
    return assertion;
  };
}
