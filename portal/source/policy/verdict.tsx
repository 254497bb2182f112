// A verdict of the policy: as a word, and as a sign for the matrix, whose links say the word.

import { Badge } from '../parts/badge.tsx';
import { classNames } from '../parts/class-names.ts';
import { lookOf } from './verdict-words.ts';

export function Verdict({ of }: { readonly of: string }) {
  const { word, tone } = lookOf(of);
  return <Badge tone={tone}>{word}</Badge>;
}

/** @param byArguments whether the arguments of the field decide as well */
export function VerdictSign({ of, byArguments = false }: { readonly of: string; readonly byArguments?: boolean }) {
  const { sign, tone } = lookOf(of);
  return (
    <span className={classNames('verdict-sign', `verdict-${tone}`)} aria-hidden="true">
      {byArguments ? `${sign}*` : sign}
    </span>
  );
}
