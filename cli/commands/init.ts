// `gordian init`: a project of its own, which passes its tests, its check and its first publish as it is.
import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { withExamples } from '../examples.ts';
import { writeData, writeNote } from '../output.ts';
import { requireRoom, writeNewFiles } from '../project/new-files.ts';
import { packageSpec } from '../project/package-spec.ts';
import { type ProjectFiles, templateFiles } from '../project/template-files.ts';

interface InitFlags {
  readonly package: string;
  readonly dryRun: boolean;
}

export function registerInitCommand(program: Command): void {
  const verb = program
    .command('init [dir]')
    .description('Write a project: a gateway, two subgraphs that join, contracts, policies, tests and CI files.')
    .option(
      '--package <spec>',
      'how package.json names gordian: file:, a URL or a version (default: what this is run from)',
    )
    .option('--dry-run', 'only list the files', false)
    .action((folder: string | undefined, flags: InitFlags) => init(folder ?? '.', flags));
  withExamples(verb, 'gordian init shop-data', 'gordian init --dry-run');
}

function init(folder: string, { package: spec = packageSpec(), dryRun }: InitFlags): void {
  const root = resolve(folder);
  requireFolder(root);
  const files = projectFiles(basename(root), spec);
  requireRoom(root, files);
  if (!dryRun) writeNewFiles(root, files);
  writeData([...files.keys()].map((path) => `${join(folder, path)}\n`).join(''));
  writeNote(
    dryRun
      ? `These ${files.size} files would be written.\n`
      : `\nNext:\n${folder === '.' ? '' : `  cd ${folder}\n`}  npm install\n  npm test\n  npx gordian dev\n`,
  );
}

/** @throws GordianError BAD_USER_INPUT */
function requireFolder(root: string): void {
  if (!existsSync(root) || statSync(root).isDirectory()) return;
  throw new GordianError('BAD_USER_INPUT', `${root} is a file. Name a folder; it is made if it does not exist.`);
}

function projectFiles(name: string, spec: string): ProjectFiles {
  const files = templateFiles('project');
  const description = JSON.parse(files.get('package.json')!) as { dependencies: Record<string, string> };
  const filled = {
    ...description,
    name: packageName(name),
    dependencies: { ...description.dependencies, gordian: spec },
  };
  return new Map([...files, ['package.json', `${JSON.stringify(filled, null, 2)}\n`]]);
}

/** Of what npm takes for a name; a project is not published, so that it need not be unique. */
function packageName(folder: string): string {
  return (
    folder
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'data-products'
  );
}
