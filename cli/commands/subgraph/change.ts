// `gordian subgraph promote`, `rollback` and `delete`: what is registered, brought to another variant, back, or away.
import type { Command } from 'commander';
import { GordianError } from '../../../kit/errors.ts';
import { withExamples } from '../../examples.ts';
import { registryAccess } from '../../registry-access.ts';
import { changeRegistry, type RegistryAccess } from '../../registry-client.ts';
import { listRegistered } from '../../registry-listing.ts';
import { readHistory } from './history.ts';
import {
  type ChangeFlags,
  changeOf,
  type GoingAheadFlags,
  registryVerb,
  showAnswer,
  withChangeFlags,
  withGoingAheadFlags,
} from './registry-verb.ts';

interface DryRun {
  readonly dryRun: boolean;
}

interface PromoteFlags extends GoingAheadFlags, DryRun {
  readonly from: string;
  readonly routing?: string;
}

export function addPromoteVerb(parent: Command, environment: NodeJS.ProcessEnv): void {
  const verb = registryVerb(parent, 'promote', 'Bring subgraphs as they are registered in one variant to another.')
    .argument('[subgraphs...]', 'their names (default: all of the variant)')
    .requiredOption('--from <variant>', 'where they are registered; --variant is where they go')
    .option(
      '--routing <url>',
      'where the gateway of the variant finds those that are new to it; {name} stands for the name',
    );
  finished(withGoingAheadFlags(verb), environment).action(async (names: string[], flags: PromoteFlags) => {
    const access = await registryAccess(flags, environment);
    const { from, force, acceptUnknown } = flags;
    const chosen = names.length > 0 ? { subgraphs: names } : {};
    const urls = await urlsOf(access, names, flags);
    await change(access, 'promote', { ...changeOf(flags), ...chosen, from, urls, force, acceptUnknown }, flags);
  });
  withExamples(
    verb,
    'gordian subgraph promote orders --from staging --variant prod',
    'gordian subgraph promote --from dev --variant staging --dry-run',
  );
}

async function urlsOf(
  access: RegistryAccess,
  names: readonly string[],
  { from, routing }: PromoteFlags,
): Promise<Readonly<Record<string, string>>> {
  if (routing === undefined) return {};
  const all = names.length > 0 ? names : (await listRegistered(access, from)).subgraphs.map(({ name }) => name);
  return Object.fromEntries(all.map((name) => [name, routing.replaceAll('{name}', name)]));
}

interface RollbackFlags extends ChangeFlags, DryRun {
  readonly force: boolean;
  readonly to?: number;
  readonly all: boolean;
}

export function addRollbackVerb(parent: Command, environment: NodeJS.ProcessEnv): void {
  const verb = registryVerb(parent, 'rollback', 'Put what an earlier registration left in force again, byte for byte.')
    .argument('[subgraph]', 'its name; the whole variant takes --all')
    .option('--to <registration>', 'as it was after it (default: before what changed it last)', Number)
    .option('--all', 'the whole variant: what came since is gone, and what was deleted is back', false)
    .option('--force', 'go back although that opens what was closed since (scope gordian:contract:force)', false);
  finished(verb, environment).action(async (subgraph: string | undefined, flags: RollbackFlags) => {
    if ((subgraph === undefined) !== flags.all)
      throw new GordianError('BAD_USER_INPUT', 'Say what to roll back: the name of one subgraph, or --all.');
    const access = await registryAccess(flags, environment);
    const back = flags.to === undefined ? await oneBack(access, subgraph, flags.variant) : { to: flags.to };
    await change(
      access,
      'rollback',
      { ...back, ...(subgraph === undefined ? {} : { subgraph }), ...changeOf(flags), force: flags.force },
      flags,
    );
  });
  withExamples(
    verb,
    'gordian subgraph rollback orders --reason "the new discount is wrong"',
    'gordian subgraph rollback --all --to 41 --variant staging',
  );
}

/** Whoever counts back from what it has read must not go past what came since. */
async function oneBack(access: RegistryAccess, subgraph: string | undefined, variant: string) {
  const [[last], [newest]] = await Promise.all([
    readHistory(access, { variant, first: '1', ...(subgraph === undefined ? {} : { subgraph }) }),
    readHistory(access, { variant, first: '1' }),
  ]);
  if (last === undefined || newest === undefined)
    throw new GordianError('NOT_FOUND', `${variant} has no registration${subgraph ? ` of ${subgraph}` : ''}.`);
  if (last.number > 1) return { to: last.number - 1, onTopOf: newest.number };
  throw new GordianError('NOT_FOUND', `Registration 1 is the first of ${variant}: there is nothing before it.`);
}

export function addDeleteVerb(parent: Command, environment: NodeJS.ProcessEnv): void {
  const verb = registryVerb(parent, 'delete', 'Take subgraphs out of the graph. In prod their products are retired.')
    .argument('<subgraphs...>', 'their names')
    .option('--revision <commit>', 'the commit that decides it', 'deleted');
  finished(withGoingAheadFlags(verb), environment).action(
    async (remove: string[], flags: GoingAheadFlags & DryRun & { readonly revision: string }) => {
      const { force, acceptUnknown, revision: sourceRevision } = flags;
      const removal = { ...changeOf(flags), remove, sourceRevision, force, acceptUnknown };
      await change(await registryAccess(flags, environment), 'register', removal, flags);
    },
  );
  withExamples(
    verb,
    'gordian subgraph delete returns --dry-run',
    'gordian subgraph delete returns --reason "moved into orders"',
  );
}

function finished(verb: Command, environment: NodeJS.ProcessEnv): Command {
  return withChangeFlags(verb, environment).option(
    '--dry-run',
    'only say what it would mean and whom it would break',
    false,
  );
}

async function change(
  access: RegistryAccess,
  route: 'register' | 'promote' | 'rollback',
  body: object,
  { dryRun, idempotencyKey, format }: ChangeFlags & DryRun,
): Promise<void> {
  const check = route === 'register' ? 'check' : `${route}/check`;
  showAnswer(await changeRegistry(access, dryRun ? check : route, body, idempotencyKey), format);
}
