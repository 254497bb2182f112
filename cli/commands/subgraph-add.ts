// `gordian subgraph add`: one more subgraph in a project, from the template: contract, schema, resolvers, migration, rules and tests.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { matrixOf, printMatrix } from '../../policies/review/matrix.ts';
import { readSubgraphFolders } from '../../schema/subgraph-folders.ts';
import { withExamples } from '../examples.ts';
import { writeData, writeNote } from '../output.ts';
import { withListedDomain } from '../project/listed-domain.ts';
import { requireRoom, writeNewFiles } from '../project/new-files.ts';
import { renamed, type SubgraphNames, subgraphNames } from '../project/subgraph-names.ts';
import { templateFiles } from '../project/template-files.ts';
import { openWorkspace } from './policy/policy-workspace.ts';

interface AddFlags {
  readonly entity?: string;
  readonly project: string;
  readonly dryRun: boolean;
}

export function addSubgraphAddVerb(subgraph: Command): void {
  const verb = subgraph
    .command('add <domain>')
    .description('Write a new subgraph into this project, with its contract, rules and tests.')
    .option('--entity <Type>', 'what it keeps records of (default: the domain in the singular)')
    .option('--project <dir>', 'the folder that holds subgraphs/ and policies/', '.')
    .option('--dry-run', 'only list the files', false)
    .action((domain: string, flags: AddFlags) => add(subgraphNames(domain, flags.entity), flags));
  withExamples(verb, 'gordian subgraph add returns', 'gordian subgraph add support --entity Ticket');
}

async function add(names: SubgraphNames, { project, dryRun }: AddFlags): Promise<void> {
  const root = resolve(project);
  const rules = join(root, 'policies/rules.ts');
  requireProject(root, rules);
  requireFreeType(root, names);
  const files = renamed(templateFiles('subgraph'), names);
  requireRoom(root, files);
  const listed = withListedDomain(readFileSync(rules, 'utf8'), names.domain);

  writeData([...files.keys()].map((path) => `${join(project, path)}\n`).join(''));
  if (dryRun)
    return writeNote(`These ${files.size} files would be written, and policies/rules.ts would name the domain.\n`);
  const before = await tableOf(root);
  const isReviewed = before !== null && before === goldenOf(root);
  writeNewFiles(root, files);
  if (listed === null)
    return writeNote(
      `policies/rules.ts is not as gordian wrote it: add domains/${names.domain}.ts to its domains yourself.\n`,
    );
  writeFileSync(rules, listed);
  const today = isReviewed ? await tableOf(root) : null;
  if (today !== null) writeFileSync(goldenFile(root), today);
  const table = today !== null ? '' : '  npx gordian policy test --write\n';
  writeNote(`\nNext:\n${table}  npm test\n  npx gordian contract lint subgraphs/${names.domain}\n`);
}

/** @throws GordianError BAD_USER_INPUT */
function requireProject(root: string, rules: string): void {
  if (existsSync(join(root, 'subgraphs')) && existsSync(rules)) return;
  throw new GordianError(
    'BAD_USER_INPUT',
    `${root} is no project: it has no subgraphs/ and policies/rules.ts. Run this in one, name it with --project, or make one: gordian init.`,
  );
}

/** A second type of the same name would be taken for the same entity. @throws GordianError BAD_USER_INPUT */
function requireFreeType(root: string, { entity }: SubgraphNames): void {
  const holder = readSubgraphFolders(join(root, 'subgraphs')).find(({ sdl }) =>
    new RegExp(`^(type|interface|union|enum|input|scalar) ${entity}\\b`, 'm').test(sdl),
  );
  if (!holder) return;
  throw new GordianError(
    'BAD_USER_INPUT',
    `${holder.file} has a type ${entity} already. Choose another one with --entity.`,
  );
}

function goldenFile(root: string): string {
  return join(root, 'policies/golden.txt');
}

function goldenOf(root: string): string | null {
  return existsSync(goldenFile(root)) ? readFileSync(goldenFile(root), 'utf8') : null;
}

/** The table of today; null when the project does not compose or its rules cannot be read, which other commands say. */
async function tableOf(root: string): Promise<string | null> {
  const folders = { subgraphs: join(root, 'subgraphs'), policies: join(root, 'policies') };
  try {
    const { policy, personas } = await openWorkspace(folders);
    return printMatrix(await matrixOf(policy, personas));
  } catch (error) {
    if (error instanceof GordianError) return null;
    throw error;
  }
}
