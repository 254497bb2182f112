// `gordian subgraph check` and `gordian subgraph publish`, and the same as `gordian contract check` and `register`: what the registry
// says of subgraph folders, and their registration, all or nothing.
import type { Command } from 'commander';
import { GordianError } from '../../../kit/errors.ts';
import type { Problem } from '../../../schema/problem.ts';
import { commitOf, uncommittedIn } from '../../apply/git-tree.ts';
import { withExamples } from '../../examples.ts';
import { readNamedSubgraphs } from '../../named-subgraphs.ts';
import { reportFormatOption } from '../../problem-report.ts';
import { registryAccess } from '../../registry-access.ts';
import { askRegistry, type RegistryAnswer } from '../../registry-client.ts';
import {
  type AnswerFlags,
  changeOf,
  type GoingAheadFlags,
  registryVerb,
  showAnswer,
  withChangeFlags,
  withGoingAheadFlags,
} from './registry-verb.ts';

interface SubmissionFlags {
  readonly routing?: string;
  readonly revision?: string;
}

interface CheckFlags extends AnswerFlags, SubmissionFlags {
  readonly strict: boolean;
}

const folderArgument = [
  '[folders...]',
  'subgraphs, or folders whose folders are subgraphs (default: subgraphs)',
] as const;

export function addCheckVerb(parent: Command, environment: NodeJS.ProcessEnv): void {
  const verb = withSubmissionFlags(
    registryVerb(
      parent,
      'check',
      'Ask the registry what registering subgraphs would mean: whom their changes break, and which version they need.',
    ),
  )
    .option('--strict', 'fail on every breaking change, also on what nobody uses', false)
    .option(
      '--usage <window>',
      'judge by who used it within this time; the registry looks back 30d',
      parseWindow,
      '30d',
    )
    .addOption(reportFormatOption(environment))
    .action(async (folders: string[], flags: CheckFlags) => {
      const submission = { ...submissionOf(folders, flags), variant: flags.variant };
      const answer = await askRegistry(await registryAccess(flags, environment), 'check', submission);
      showAnswer(flags.strict ? strictly(answer) : answer, flags.format);
    });
  const path = `gordian ${parent.name()} check`;
  withExamples(verb, `${path} subgraphs/orders --format md`, `${path} subgraphs --strict --variant staging`);
}

/** @param name what the verb is called: `publish` of subgraphs, `register` of contracts */
export function addPublishVerb(parent: Command, name: string, environment: NodeJS.ProcessEnv): Command {
  const verb = withSubmissionFlags(
    registryVerb(
      parent,
      name,
      'Register subgraphs, their contracts and their schemas, all or nothing in one transaction.',
    ),
  );
  withChangeFlags(withGoingAheadFlags(verb), environment).action(
    async (folders: string[], flags: GoingAheadFlags & SubmissionFlags) => {
      const { force, acceptUnknown, idempotencyKey, format } = flags;
      const submission = { ...submissionOf(folders, flags), ...changeOf(flags), force, acceptUnknown };
      const access = await registryAccess(flags, environment);
      showAnswer(await askRegistry(access, 'register', submission, idempotencyKey), format);
    },
  );
  const path = `gordian ${parent.name()} ${name}`;
  return withExamples(
    verb,
    `${path} subgraphs/orders --revision $GITHUB_SHA`,
    `${path} subgraphs --variant staging --routing "https://{name}.staging.example/graphql"`,
  );
}

function withSubmissionFlags(verb: Command): Command {
  return verb
    .argument(...folderArgument)
    .option(
      '--routing <url>',
      'where the gateway finds subgraphs that are new or move; {name} stands for the name of each',
    )
    .option('--revision <commit>', 'the commit (default: what git says, or working-tree where that is in no commit)');
}

function submissionOf(given: readonly string[], { routing, revision }: SubmissionFlags) {
  const folders = readNamedSubgraphs(given);
  const urlOf = (name: string) => routing?.replaceAll('{name}', name) ?? null;
  return { folders, urlOf, sourceRevision: revision ?? revisionHere() };
}

function revisionHere(): string {
  const here = process.cwd();
  return (uncommittedIn(here).length === 0 ? commitOf(here) : null) ?? 'working-tree';
}

/** Only the one that the registry has. */
function parseWindow(text: string): string {
  if (text === '30d') return text;
  throw new GordianError('BAD_USER_INPUT', '--usage: the registry judges by the last 30 days. Write 30d, or --strict.');
}

/** What nobody uses breaks nobody, and is refused all the same. */
function strictly(answer: RegistryAnswer): RegistryAnswer {
  const breaking = answer.products.flatMap(({ product, changes }) =>
    changes
      .filter(({ severity, verdict }) => severity === 'BREAKING' && verdict === 'UNUSED_IN_WINDOW')
      .map(
        ({ coordinate, message }): Problem => ({
          ...{ code: 'BREAKING_CHANGE', severity: 'error', file: product, line: 1, column: 1 },
          message: `${coordinate}: ${message}`,
          fix: 'Keep it, or check without --strict: nobody has used it for 30 days.',
        }),
      ),
  );
  if (breaking.length === 0) return answer;
  return { ...answer, ok: false, code: answer.code ?? 'BREAKING_CHANGE', problems: [...answer.problems, ...breaking] };
}
