// The files of templates/: a project, and a subgraph of one. They are real sources, typed and linted with everything else; what is
// a name in them is replaced when they are written out.
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { packageFile } from '../../kit/package-files.ts';

/** Text by path, `subgraphs/suppliers/main.ts`, in order of the paths. */
export type ProjectFiles = ReadonlyMap<string, string>;

export function templateFiles(template: 'project' | 'subgraph'): ProjectFiles {
  const folder = packageFile(join('templates', template));
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
  return new Map(paths.map((path) => [writtenAs(path), readFileSync(join(folder, path), 'utf8')]));
}

/** What is called .gitignore inside of a package is obeyed by npm, and not packed. */
function writtenAs(path: string): string {
  return path
    .split(sep)
    .join('/')
    .replace(/^gitignore$/, '.gitignore');
}
