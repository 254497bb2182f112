// Where in its file a finding about a coordinate stands: the line that names the field below the line that names its type. Rules
// are code, so this is a search and no parse; what it does not find is the first line.
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { PolicyProblem } from '../../../policies/compiler/policy-problem.ts';
import type { Place } from '../../../schema/problem.ts';

/** @param path where the file of the problem lies; what is shown is the name in the problem */
export function placeOf({ file, coordinate }: Pick<PolicyProblem, 'file' | 'coordinate'>, path: string): Place {
  const text = existsSync(path) && statSync(path).isFile() ? readFileSync(path, 'utf8') : '';
  return { file, ...positionOf(coordinate, text) };
}

function positionOf(coordinate: string, text: string): { readonly line: number; readonly column: number } {
  const [typeName = '', fieldName] = coordinate.split('.');
  const lines = text.split('\n');
  const type = lines.findIndex((line) => namesKey(line, typeName));
  if (type < 0) return { line: 1, column: 1 };
  const field =
    fieldName === undefined ? -1 : lines.findIndex((line, index) => index >= type && namesKey(line, fieldName));
  const found = field < 0 ? type : field;
  return { line: found + 1, column: lines[found]!.search(/\S/) + 1 };
}

/** `Customer: {`, `'*': deny` and the shorthand `email,`, also behind the opening brace of the type on one line. */
function namesKey(line: string, key: string): boolean {
  const escaped = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(^|[{,])\\s*['"]?${escaped}['"]?\\s*[:,]`).test(line);
}
