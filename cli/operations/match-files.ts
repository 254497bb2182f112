// Files by name, folder or pattern. Shells that know no `**` pass it on, and so does whoever quotes it.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { GordianError } from '../../kit/errors.ts';

const skipped = new Set(['node_modules', '.git', 'dist', 'build', '.next']);

/**
 * @param wanted files, folders, or patterns with `*`, `**`, `?` and `{a,b}`
 * @param isWanted which files of a folder
 * @returns paths as they would be typed, sorted, each once
 * @throws GordianError CONFIG_INVALID for a name or a pattern that nothing has
 */
export function matchFiles(wanted: readonly string[], isWanted: (file: string) => boolean): string[] {
  return [...new Set(wanted.flatMap((one) => found(one, isWanted)))].sort();
}

function found(wanted: string, isWanted: (file: string) => boolean): string[] {
  const files = existsSync(wanted) ? named(wanted, isWanted) : matching(wanted);
  if (files.length > 0) return files;
  throw new GordianError('CONFIG_INVALID', `No file is called or matches ${wanted}.`);
}

function named(path: string, isWanted: (file: string) => boolean): string[] {
  return statSync(path).isDirectory() ? filesBelow(path).filter(isWanted) : [path];
}

function matching(pattern: string): string[] {
  const fixed = /^[^*?{]*\//.exec(pattern)?.[0] ?? '';
  const root = fixed === '' ? '.' : fixed;
  if (!existsSync(root)) return [];
  const expression = asExpression(pattern.slice(fixed.length));
  return filesBelow(root).filter((file) => expression.test(relative(root, file)));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

const parts: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]', ',': '|' };

function asExpression(pattern: string): RegExp {
  let depth = 0;
  const text = pattern.replace(/\*\*\/|\*\*|[*?{},]|[.+^$()|[\]\\]/g, (part) => {
    if (part === '{') return depth++ >= 0 ? '(?:' : '';
    if (part === '}') return depth-- > 0 ? ')' : '\\}';
    if (part === ',') return depth > 0 ? '|' : ',';
    return parts[part] ?? `\\${part}`;
  });
  return new RegExp(`^${text}$`);
}
