// The mutants of a source file, from its syntax tree; types are looked past, for they guard nothing at run time.
import { parseSync } from 'vite';
import type { Mutant } from './mutant.ts';
import { replacementsFor, type SyntaxNode } from './operators.ts';

/** @param file relative to the root of the repository */
export function mutantsOf(file: string, source: string): Mutant[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]!.message}`);
  const textOf = ({ start, end }: SyntaxNode) => source.slice(start, end);
  const isContent = /^policies\/(domains|guardrails|masks)\/|^policies\/rules\.ts$/.test(file);
  const mutants: Mutant[] = [];
  const visit = (node: SyntaxNode, ancestors: readonly SyntaxNode[]) => {
    for (const { at, text } of replacementsFor(node, { ancestors, textOf, isContent }))
      mutants.push({
        file,
        line: source.slice(0, at.start).split('\n').length,
        start: at.start,
        // The comma after a removed property goes with it.
        end: text === '' && source[at.end] === ',' ? at.end + 1 : at.end,
        replacement: text,
        change: describe(node, at, text, textOf),
      });
    for (const child of childrenOf(node)) visit(child, [node, ...ancestors]);
  };
  visit(program as unknown as SyntaxNode, []);
  return numbered(mutants);
}

const looksThrough: ReadonlySet<string> = new Set(['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression']);

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  if (node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration') return [];
  return Object.values(node)
    .flat()
    .filter(isNode)
    .filter(({ type }) => !type.startsWith('TS') || looksThrough.has(type));
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string';
}

function describe(node: SyntaxNode, at: SyntaxNode, text: string, textOf: (node: SyntaxNode) => string): string {
  const before = at === node ? textOf(node) : `${headOf(node)}${textOf(at)}`;
  return `${shortened(before)} -> ${text === '' ? 'nothing' : shortened(text)}`;
}

function headOf({ type }: SyntaxNode): string {
  return { IfStatement: 'if ', ConditionalExpression: '? ' }[type] ?? '';
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= 160 ? line : `${line.slice(0, 100)} ... ${line.slice(-55)}`;
}

/** The same change twice in a file gets a number, so that each has a name of its own. */
function numbered(mutants: readonly Mutant[]): Mutant[] {
  const seen = new Map<string, number>();
  return mutants.map((mutant) => {
    const count = (seen.get(mutant.change) ?? 0) + 1;
    seen.set(mutant.change, count);
    return count === 1 ? mutant : { ...mutant, change: `${mutant.change} (${count})` };
  });
}
