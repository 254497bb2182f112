// Many errors of composition have one cause: a directive that is not imported is unknown wherever it stands, a type that is not shared
// is wrong in each of its fields. One problem each is enough; what follows from it is a place beside it. Pure.
import type { Place, Problem } from './problem.ts';

/** Nobody reads further than this. */
const relatedAtMost = 10;

/** @param ordered causes before their usual consequences */
export function rootCauses(ordered: readonly Problem[], isGenerated: (place: Place) => boolean): Problem[] {
  const causes: { readonly cause: Problem; readonly consequences: Problem[] }[] = [];
  for (const problem of ordered) {
    const known = causes.find(({ cause }) => follows(problem, cause, isGenerated));
    if (known === undefined) causes.push({ cause: problem, consequences: [] });
    else known.consequences.push(problem);
  }
  return causes.map(({ cause, consequences }) => withConsequences(cause, consequences, isGenerated));
}

function follows(problem: Problem, cause: Problem, isGenerated: (place: Place) => boolean): boolean {
  // Stubs are made from what others wrote, so a fault in one is a consequence of a fault there.
  if (isGenerated(problem) && !isGenerated(cause)) return true;
  if (problem.code === cause.code && problem.message === cause.message) return true;
  if (problem.file !== cause.file) return false;
  return isOfBrokenLink(problem, cause) || isOfUnsharedType(problem, cause);
}

const linkCodes = ['INVALID_LINK_DIRECTIVE_USAGE', 'UNKNOWN_FEDERATION_LINK_VERSION'];

/** Without its link, a schema has no directive of federation. */
function isOfBrokenLink(problem: Problem, cause: Problem): boolean {
  return (
    linkCodes.includes(cause.code) && problem.code === 'INVALID_GRAPHQL' && /Unknown directive/.test(problem.message)
  );
}

function isOfUnsharedType(problem: Problem, cause: Problem): boolean {
  const isSharing = [problem, cause].every(({ code }) => code === 'INVALID_FIELD_SHARING');
  return isSharing && typeIn(problem) === typeIn(cause) && subgraphsIn(problem) === subgraphsIn(cause);
}

function typeIn({ message }: Problem): string | undefined {
  return /field "(\w+)\./.exec(message)?.[1];
}

function subgraphsIn({ message }: Problem): string {
  return message.replace(/^.*?: /, '');
}

function withConsequences(cause: Problem, all: readonly Problem[], isGenerated: (place: Place) => boolean): Problem {
  const own = [...(cause.related ?? []), ...all.map((problem) => relatedTo(cause, problem))];
  const related = own.filter((place) => !isGenerated(place)).filter(isFirstAtPlace(cause));
  if (related.length === 0) return withoutRelated(cause);
  const more = related.length - relatedAtMost;
  const shown = related.slice(0, relatedAtMost);
  if (more > 0) shown.push({ ...shown.pop()!, message: `and ${more + 1} more like it` });
  return { ...cause, related: shown };
}

function relatedTo(cause: Problem, { file, line, column, message }: Problem): Place & { readonly message: string } {
  return { file, line, column, message: message === cause.message ? 'here as well' : `hence: ${message}` };
}

function isFirstAtPlace(cause: Place) {
  const seen = new Set([nameOf(cause)]);
  return (place: Place) => seen.size < seen.add(nameOf(place)).size;
}

function nameOf({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

function withoutRelated({ related: _none, ...problem }: Problem): Problem {
  return problem;
}
