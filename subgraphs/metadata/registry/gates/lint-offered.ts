// What the lint says of the subgraphs that are offered: warnings of what is new only, for nobody reads them all at every publication.
import { lintParsed, lintSchema } from '../../../../schema/lint/lint-schema.ts';
import type { Problem } from '../../../../schema/problem.ts';
import type { Publication, SubgraphSubmission } from '../../../../schema/publication.ts';

/** @returns errors too where nothing is new: the contract may have become strict */
export function lintOffered(
  { subgraphs }: Pick<Publication, 'subgraphs'>,
  offered: readonly SubgraphSubmission[],
  before: readonly SubgraphSubmission[],
): Problem[] {
  const names = new Set(offered.map(({ name }) => name));
  const known = new Set(lintSchema(before.filter(({ name }) => names.has(name))).map(keyOf));
  const found = lintParsed(subgraphs.filter(({ name }) => names.has(name)));
  return found.filter((problem) => problem.severity === 'error' || !known.has(keyOf(problem)));
}

/** Lines move. */
function keyOf({ code, message }: Problem): string {
  return `${code} ${message}`;
}
