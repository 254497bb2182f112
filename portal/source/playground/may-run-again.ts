// Whether what stands in a tab may run because the viewer became somebody else. Only a query: a mutation must never happen because
// somebody looked at another persona. And only what the viewer has run in this tab since the page was loaded: a query that came with
// a link, from a file or from the last visit, or that somebody is still typing, waits for the viewer.

import { askedIn, type TabAnswer } from './answer-log.ts';
import { type AskedOperation, isSame, kindOf } from './asked-operation.ts';

export function mayRunAgain(asked: AskedOperation, latest: TabAnswer | undefined): boolean {
  if (latest === undefined || kindOf(asked) !== 'query') return false;
  return isSame(asked, askedIn(latest));
}
