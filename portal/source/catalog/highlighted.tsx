// A text with what the search has found in it marked.

import { highlight } from './highlight.ts';

export function Highlighted({ text, search }: { readonly text: string; readonly search: string }) {
  const parts = highlight(text, search);
  // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name.
  return parts.map(({ text: part, found }, index) => (found ? <mark key={index}>{part}</mark> : part));
}
