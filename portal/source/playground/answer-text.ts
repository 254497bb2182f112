// What stands in the result window for an answer: as GraphiQL prints a result, so that it makes no difference who writes it there.

import { withoutAdditions } from './answer-extensions.ts';
import type { Answer, TabAnswer } from './answer-log.ts';

/** Data before errors: the errors are listed under the result. The type of GraphiQL asks for more than the specification promises. */
export function shownResult({ body }: Answer) {
  const { data, errors, ...rest } = withoutAdditions(body);
  return { ...(data !== undefined && { data }), ...(errors && { errors }), ...rest } as ReturnType<typeof JSON.parse>;
}

export function answerText(entry: TabAnswer): string {
  if (entry.kind === 'running') return '';
  return entry.kind === 'gone' ? `// ${entry.why}` : JSON.stringify(shownResult(entry.answer), null, 2);
}
