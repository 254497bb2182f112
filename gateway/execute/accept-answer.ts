// Ownership: an answer may hold only what its fetch asked. Everything else goes before the answer is merged, so that no
// subgraph can set a field of another domain.
import type { AnswerEntry, AnswerShape } from './compile-plan.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';

/**
 * Drops what was not asked, puts fields under their private names, and forgets values that cannot be objects where objects
 * are asked; all in place.
 * @returns how many values were dropped
 */
export function acceptAnswer(answer: JsonObject, shape: AnswerShape): number {
  let dropped = 0;
  for (const responseName of Object.keys(answer)) {
    const entry = shape.get(responseName);
    if (entry === undefined) {
      delete answer[responseName];
      dropped++;
    } else {
      if (entry.shape !== null) dropped += acceptComposite(answer, responseName, entry.shape);
      if (entry.keepAs !== responseName) rename(answer, responseName, entry);
    }
  }
  return dropped;
}

/** @param holder the object or list that has the value at `key` */
function acceptComposite(holder: JsonObject | unknown[], key: string | number, shape: AnswerShape): number {
  const values = holder as Record<string | number, unknown>;
  const value = values[key];
  if (Array.isArray(value)) {
    let dropped = 0;
    for (let index = 0; index < value.length; index++) dropped += acceptComposite(value, index, shape);
    return dropped;
  }
  if (isJsonObject(value)) return acceptAnswer(value, shape);
  if (value === null || value === undefined) return 0;
  values[key] = undefined;
  return 1;
}

function rename(answer: JsonObject, responseName: string, { keepAs }: AnswerEntry): void {
  answer[keepAs] = answer[responseName];
  delete answer[responseName];
}
