// How the package.json of a project names Gordian: by where this process was started from, so that the project gets the same one.
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { packageRoot, packageVersion } from '../../kit/package-files.ts';

const filePrefix = 'file:';

/** A clone is named by its folder, what npm installed by what it was installed from. @param root of the package, for tests */
export function packageSpec(root: string = packageRoot()): string {
  const modules = dirname(root);
  if (basename(modules) !== 'node_modules') return `${filePrefix}${root}`;
  const source = sourceOf(modules, basename(root));
  if (source === undefined) return packageVersion();
  return source.startsWith(filePrefix)
    ? `${filePrefix}${resolve(dirname(modules), source.slice(filePrefix.length))}`
    : source;
}

/** What npm noted when it installed: a tarball by `file:` or URL. */
function sourceOf(modules: string, name: string): string | undefined {
  const notes = join(modules, '.package-lock.json');
  if (!existsSync(notes)) return undefined;
  const { packages = {} } = JSON.parse(readFileSync(notes, 'utf8')) as {
    packages?: Record<string, { resolved?: string }>;
  };
  return packages[`node_modules/${name}`]?.resolved;
}
