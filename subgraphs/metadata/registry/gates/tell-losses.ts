// What is said of losses: one finding for each subgraph that loses something, with whom to agree with.
import { declarationsOf } from '../../../../schema/lint/declarations.ts';
import { type Place, type Problem, problemAt } from '../../../../schema/problem.ts';
import type { Publication, SubgraphSubmission } from '../../../../schema/publication.ts';
import { groupBy } from '../../group-by.ts';
import type { Loss } from './find-losses.ts';

const toldAtMost = 5;

export function tellLosses(
  losses: readonly Loss[],
  publication: Publication,
  offered: readonly SubgraphSubmission[],
): Problem[] {
  return [...groupBy(losses, ({ loser }) => loser)].map(([loser, lost]) => {
    const { contracts } = publication.subgraphs.find(({ name }) => name === loser)!;
    const owners = [...new Set(contracts.map(({ owner, domain }) => `${owner.name} (domain ${domain})`))];
    return problemAt(placeOf(lost[0]!, publication, offered), {
      code: 'TAKES_FROM_ANOTHER',
      severity: 'warning',
      message: `This takes from the subgraph ${loser}, which is not changed: ${shortened(lost)}`,
      fix: `Leave that as it is, or agree on it with ${owners.join(', ')}: whoever publishes it needs the right to change ${loser} as well.`,
    });
  });
}

/** Of many losses the first ones. */
export function shortened(losses: readonly Loss[]): string {
  const told = losses.slice(0, toldAtMost).map(({ message }) => message);
  const more = losses.length - told.length;
  return [...told, ...(more > 0 ? [`And ${more} more.`] : [])].join(' ');
}

/** Where what is offered says it, if it does. */
function placeOf(
  { coordinate, loser }: Loss,
  { subgraphs }: Publication,
  offered: readonly SubgraphSubmission[],
): Place {
  const names = new Set(offered.map(({ name }) => name));
  const declarations = subgraphs.filter(({ name }) => names.has(name)).flatMap(({ parsed }) => declarationsOf(parsed));
  const declared = declarations.find(({ shown }) => shown === coordinate);
  const file = offered[0]?.file ?? subgraphs.find(({ name }) => name === loser)!.parsed.file;
  return declared?.place ?? { file, line: 1, column: 1 };
}
