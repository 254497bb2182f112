// A word that says how something stands. The tone colours it; the word alone must be enough.

import type { ReactNode } from 'react';
import type { Tone } from './tone.ts';

interface Props {
  readonly tone?: Tone;
  /** More than the word, on hover and for screen readers. */
  readonly title?: string;
  readonly children: ReactNode;
}

export function Badge({ tone = 'neutral', title, children }: Props) {
  return (
    <span className={`badge badge-${tone}`} title={title}>
      {children}
    </span>
  );
}
