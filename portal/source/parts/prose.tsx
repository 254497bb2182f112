// A description with the code in it shown as code.

import { Fragment, type ReactNode } from 'react';
import { proseParts } from './prose-parts.ts';

interface Props {
  readonly text: string;
  /** What becomes of each stretch of it; as it is, where nothing is said. */
  readonly show?: (text: string) => ReactNode;
}

export function Prose({ text, show = (part) => part }: Props) {
  return proseParts(text).map((part, index) => {
    const shown = show(part.text);
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name.
    return part.isCode ? <code key={index}>{shown}</code> : <Fragment key={index}>{shown}</Fragment>;
  });
}
