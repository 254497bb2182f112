// GraphQL text that does not parse, as a problem with its place.
import { GraphQLError } from 'graphql';
import { type Problem, problemAt } from './problem.ts';

export function syntaxProblem(error: unknown, file: string): Problem {
  const location = error instanceof GraphQLError ? error.locations?.[0] : undefined;
  const place = { file, line: location?.line ?? 1, column: location?.column ?? 1 };
  const detail = error instanceof Error ? error.message.replace(/^Syntax Error: /, '') : String(error);
  return problemAt(place, {
    code: 'SDL_SYNTAX',
    severity: 'error',
    message: `The schema is not valid GraphQL: ${detail}`,
    fix: syntaxFix(detail),
  });
}

/** The usual slips, by what the parser found in place of what it expected. */
function syntaxFix(detail: string): string {
  if (detail.includes('<EOF>'))
    return 'A closing brace, bracket or quote is missing; look for the block that is still open.';
  if (/Expected Name, found "}"/.test(detail)) return 'Remove the empty block, or give the type at least one field.';
  if (detail.includes('Document contains more than'))
    return 'Split the subgraph: no schema of a product is this large.';
  return 'Correct the text at this place; what stands just before it may be the cause (a missing colon, brace or quote).';
}
