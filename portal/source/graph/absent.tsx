// Says why a part of an answer is not there: it is denied to the viewer, with the way to ask for it, or it failed.

import type { ReactNode } from 'react';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Failed } from '../parts/failed.tsx';
import { arePassing, isDenial, problemWithin } from './problem.ts';
import type { QueryResult } from './use-query.ts';

interface Props {
  /** What it is in words: "The list of incidents". */
  readonly what: string;
  readonly query: Pick<QueryResult<unknown>, 'problems' | 'reload'>;
  /** Where it would be in the answer. */
  readonly path: string;
  /** Where nothing went wrong: there is none. */
  readonly children?: ReactNode;
}

export function Absent({ what, query: { problems, reload }, path, children = null }: Props) {
  const problem = problemWithin(problems, path);
  if (!problem) return children;
  if (isDenial(problem)) return <DeniedNote what={what} problem={problem} />;
  const onRetry = arePassing([problem]) ? reload : undefined;
  return <Failed title={`${what} cannot be shown.`} error={problem} {...(onRetry && { onRetry })} />;
}
