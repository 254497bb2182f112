// A text with what the search has found in it marked.

import { Prose } from '../parts/prose.tsx';
import { highlight } from './highlight.ts';

interface Props {
  readonly text: string;
  readonly search: string;
}

export function Highlighted({ text, search }: Props) {
  const parts = highlight(text, search);
  // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name.
  return parts.map(({ text: part, found }, index) => (found ? <mark key={index}>{part}</mark> : part));
}

/** The same for a description, which may have code in it. */
export function HighlightedProse({ text, search }: Props) {
  return <Prose text={text} show={(part) => <Highlighted text={part} search={search} />} />;
}
