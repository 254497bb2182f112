// Which parts of a text a search has found: words that begin as a word of the search does. A name in camel case is several words. Pure.

export interface Part {
  readonly text: string;
  readonly found: boolean;
}

/** Of `customerEmail`, `customer` and `Email`. */
const wordPattern = /\p{Lu}?[\p{Ll}\p{N}]+|\p{Lu}+/gu;

export function highlight(text: string, search: string): readonly Part[] {
  const sought = search.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  const parts: Part[] = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(wordPattern)) {
    const begin = sought.find((one) => word.toLowerCase().startsWith(one));
    if (!begin) continue;
    if (index > end) parts.push({ text: text.slice(end, index), found: false });
    end = index + begin.length;
    parts.push({ text: text.slice(index, end), found: true });
  }
  if (end < text.length) parts.push({ text: text.slice(end), found: false });
  return parts;
}
