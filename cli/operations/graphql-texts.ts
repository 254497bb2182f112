// GraphQL in the sources of a client: files of it, and templates in JavaScript and TypeScript that are tagged `gql` or `graphql`, passed
// to a function of that name, or marked with the comment /* GraphQL */.
import type { GraphqlText } from '../../schema/operation/collect-operations.ts';
import { type Problem, problemAt } from '../../schema/problem.ts';

export interface FoundTexts {
  readonly texts: readonly GraphqlText[];
  readonly problems: readonly Problem[];
}

export function isClientSource(file: string): boolean {
  return isGraphql(file) || /\.[cm]?[jt]sx?$/.test(file);
}

export function graphqlTextsOf(file: string, source: string): FoundTexts {
  if (isGraphql(file)) return { texts: [{ file, text: source, line: 1, column: 1 }], problems: [] };
  const texts: GraphqlText[] = [];
  const problems: Problem[] = [];
  for (const { start, text } of templatesIn(source)) {
    const place = placeAt(source, start);
    const held = withoutInterpolations(text);
    if (held === null)
      problems.push(
        problemAt(
          { file, ...place },
          {
            code: 'OPERATION_NOT_STATIC',
            severity: 'error',
            message: 'A part of the selection is put in at run time, so that nobody knows what will be sent.',
            fix: 'Use a variable, a fragment, or @include.',
          },
        ),
      );
    else texts.push({ file, text: held, ...place });
  }
  return { texts, problems };
}

function isGraphql(file: string): boolean {
  return /\.(graphql|gql)$/.test(file);
}

/** Comments and texts are passed over whole, so that what they quote is not taken for code. */
const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|\$\{[^}]*\}|[^`\\])*`/g;
const marked = /(?:\b(?:gql|graphql)\s*\(?\s*|\/\*\s*GraphQL\s*\*\/\s*)$/;

function templatesIn(source: string): { readonly start: number; readonly text: string }[] {
  return [...source.matchAll(token)].flatMap(({ 0: text, index }) => {
    const isMarked = text.startsWith('`') && marked.test(source.slice(Math.max(0, index - 100), index));
    return isMarked ? [{ start: index + 1, text: text.slice(1, -1) }] : [];
  });
}

/**
 * Beside the definitions they bring fragments along, which are found by their names anyway. Spaces take their place, so that all
 * else stays where it is.
 * @returns null where one stands inside a definition
 */
function withoutInterpolations(text: string): string | null {
  let isInside = false;
  const held = text.replace(/\$\{[^}]*\}/g, (interpolation, offset: number) => {
    const before = text.slice(0, offset).replace(/\$\{[^}]*\}/g, '');
    isInside ||= before.split('{').length !== before.split('}').length;
    return interpolation.replace(/[^\n]/g, ' ');
  });
  return isInside ? null : held.replace(/\\([`$\\])/g, ' $1');
}

function placeAt(source: string, position: number): { readonly line: number; readonly column: number } {
  const lines = source.slice(0, position).split('\n');
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}
