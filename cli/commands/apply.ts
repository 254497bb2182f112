// `gordian apply`: Git is the truth. All subgraphs of a tree in one registration; applying the same tree again writes nothing.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { readSubgraphFolders, type SubgraphFolder } from '../../schema/subgraph-folders.ts';
import { isWritten, type PlannedSubgraph, planApply } from '../apply/apply-plan.ts';
import { countPlan, planText } from '../apply/apply-report.ts';
import { commitOf, isInHistory, uncommittedIn } from '../apply/git-tree.ts';
import { withExamples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { writeData, writeJson, writeNote } from '../output.ts';
import { reportFormatOption } from '../problem-report.ts';
import { registryAccess } from '../registry-access.ts';
import { askRegistry, type RegistryAccess, type RegistryAnswer } from '../registry-client.ts';
import { listRegistered } from '../registry-listing.ts';
import { reportAnswer, verdictLine } from './registry/answer-report.ts';
import { type GoingAheadFlags, registryVerb, withGoingAheadFlags } from './subgraph/registry-verb.ts';

interface ApplyFlags extends GoingAheadFlags {
  readonly prune: boolean;
  readonly dryRun: boolean;
  readonly routing?: string;
  readonly revision?: string;
}

export function registerApplyCommand(program: Command, environment: NodeJS.ProcessEnv): void {
  const verb = registryVerb(
    program,
    'apply <dir>',
    'Make the registry hold what a tree holds: all of its subgraphs in one registration.',
  )
    .option('--prune', 'delete subgraphs that are registered and not in the tree', false)
    .option('--dry-run', 'print the plan and what the registry says of it; write nothing', false)
    .option(
      '--routing <url>',
      'where the gateway finds subgraphs that are new or move; {name} stands for the name of each',
    )
    .option('--revision <commit>', 'the commit that is applied (default: what git says of the folder)')
    .option('--reason <text>', 'why; for the record')
    .addOption(reportFormatOption(environment))
    .action((folder: string, flags: ApplyFlags) => apply(resolve(folder), flags, environment));
  withExamples(
    withGoingAheadFlags(verb),
    'gordian apply . --dry-run',
    'gordian apply . --prune --routing "https://{name}.internal.example/graphql"',
  );
}

async function apply(tree: string, flags: ApplyFlags, environment: NodeJS.ProcessEnv): Promise<void> {
  const subgraphs = subgraphsIn(tree);
  const folders = readSubgraphFolders(subgraphs);
  requireSubgraphs(subgraphs, folders);
  const sourceRevision = revisionOf(subgraphs, flags);
  const access = await registryAccess(flags, environment);
  const { registration, subgraphs: registered } = await listRegistered(access, flags.variant);
  const urlOf = (name: string) => flags.routing?.replaceAll('{name}', name) ?? null;
  const isOurs = (revision: string) => revision === sourceRevision || isInHistory(tree, revision);
  const plan = planApply({ folders, registered, urlOf, prune: flags.prune, isOurs });
  requireRouting(plan);

  const answer = plan.some(isWritten)
    ? await judge(access, { plan, folders, urlOf, sourceRevision, onTopOf: registration }, flags)
    : null;
  tell(plan, answer, { ...flags, sourceRevision });
  process.exitCode = answer === null || answer.ok ? exitCodes.ok : exitCodes.findings;
}

interface Change {
  readonly plan: readonly PlannedSubgraph[];
  readonly folders: readonly SubgraphFolder[];
  readonly urlOf: (subgraph: string) => string | null;
  readonly sourceRevision: string;
  /** A registration that came since is a conflict: the plan was not made for it. */
  readonly onTopOf: number;
}

function judge(
  access: RegistryAccess,
  { plan, folders, ...submission }: Change,
  { dryRun, variant, force, acceptUnknown, reason }: ApplyFlags,
): Promise<RegistryAnswer> {
  const named = (...actions: string[]) =>
    plan.filter(({ action }) => actions.includes(action)).map(({ subgraph }) => subgraph);
  const written = new Set(named('add', 'change'));
  return askRegistry(access, dryRun ? 'check' : 'register', {
    ...submission,
    folders: folders.filter(({ name }) => written.has(name)),
    remove: named('prune'),
    variant,
    force,
    acceptUnknown,
    ...(reason === undefined ? {} : { reason }),
  });
}

/** The folder whose folders are the subgraphs: `subgraphs` in a tree, or the one that was named. */
function subgraphsIn(tree: string): string {
  const inside = join(tree, 'subgraphs');
  return existsSync(inside) ? inside : tree;
}

/** With --prune, a wrong folder would empty the registry. @throws GordianError CONFIG_INVALID */
function requireSubgraphs(folder: string, folders: readonly SubgraphFolder[]): void {
  if (folders.length > 0) return;
  throw new GordianError(
    'CONFIG_INVALID',
    `No subgraph in ${folder}: each is a folder with a contract.yaml and a schema.graphql. Nothing was asked of the registry.`,
  );
}

/** @throws GordianError BAD_USER_INPUT when there is none, or the tree holds what is in no commit */
function revisionOf(folder: string, { revision, dryRun }: Pick<ApplyFlags, 'revision' | 'dryRun'>): string {
  if (revision !== undefined) return revision;
  const commit = commitOf(folder);
  if (commit === null)
    throw new GordianError(
      'BAD_USER_INPUT',
      `git knows no commit of ${folder}. Commit it, or say what is applied: --revision <commit>.`,
    );
  const uncommitted = uncommittedIn(folder);
  if (uncommitted.length === 0 || dryRun) return commit;
  throw new GordianError(
    'BAD_USER_INPUT',
    `What is applied has to be in a commit, and this is not: ${uncommitted.join(', ')}. Commit it, or say which revision this is: --revision <name>.`,
  );
}

/** @throws GordianError BAD_USER_INPUT */
function requireRouting(plan: readonly PlannedSubgraph[]): void {
  const homeless = plan.filter(({ action, url }) => action === 'add' && url === null).map(({ subgraph }) => subgraph);
  if (homeless.length === 0) return;
  throw new GordianError(
    'BAD_USER_INPUT',
    `The registry does not know where the gateway finds ${homeless.join(', ')}. Say it: --routing "http://{name}.internal.example/graphql".`,
  );
}

interface Told extends ApplyFlags {
  readonly sourceRevision: string;
}

function tell(
  plan: readonly PlannedSubgraph[],
  answer: RegistryAnswer | null,
  { format, dryRun, sourceRevision, variant }: Told,
): void {
  if (format === 'json') writeJson({ ok: answer?.ok ?? true, variant, sourceRevision, dryRun, plan, answer });
  else {
    if (format === 'table') writeData(planText(plan));
    if (answer !== null || format === 'junit') writeData(reportAnswer(answer ?? nothingToSay, format));
  }
  writeNote(`${countPlan(plan)}\n`);
  if (answer === null) writeNote('Nothing to do: the registry holds this tree.\n');
  else writeNote(`${verdictLine(answer)}\n`);
}

const nothingToSay: RegistryAnswer = { ok: true, code: null, problems: [], products: [], summaryMarkdown: '' };
