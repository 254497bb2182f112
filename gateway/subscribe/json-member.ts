// The text of one member of a JSON object, as it was written: parsed and written again, a long number would be another one.

/**
 * @param json an object, known to be valid JSON
 * @returns null when it has no such member; of several the last, as JSON.parse does
 */
export function jsonMember(json: string, name: string): string | null {
  let found: string | null = null;
  let at = skipSpace(json, json.indexOf('{') + 1);
  while (json[at] !== '}') {
    const keyEnd = skipString(json, at);
    const key = JSON.parse(json.slice(at, keyEnd)) as string;
    const start = skipSpace(json, skipSpace(json, keyEnd) + 1);
    const end = skipValue(json, start);
    if (key === name) found = json.slice(start, end);
    at = skipSpace(json, end);
    if (json[at] === ',') at = skipSpace(json, at + 1);
  }
  return found;
}

function skipSpace(json: string, from: number): number {
  let at = from;
  while (json[at] === ' ' || json[at] === '\n' || json[at] === '\t' || json[at] === '\r') at++;
  return at;
}

/** @param from the opening quote */
function skipString(json: string, from: number): number {
  let at = from + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

function skipValue(json: string, from: number): number {
  let at = from;
  let depth = 0;
  for (;;) {
    const character = json[at];
    if (character === '"') {
      at = skipString(json, at);
      if (depth === 0) return at;
      continue;
    }
    if (character === '{' || character === '[') depth++;
    const isEnd = character === '}' || character === ']';
    // Of a number or a word: the character after it.
    if (depth === 0 && (isEnd || character === ',' || skipSpace(json, at) > at)) return at;
    at++;
    if (isEnd && --depth === 0) return at;
  }
}
