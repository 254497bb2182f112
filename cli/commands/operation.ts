// `gordian operation`: the operations of a client, from its sources to the list of what gateways run for it.
import { type Command, InvalidArgumentError } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { checkOperations } from '../../schema/operation/check-operations.ts';
import { type ClientOperation, placeInSource } from '../../schema/operation/collect-operations.ts';
import { hasErrors, inReadingOrder, type Problem, problemAt } from '../../schema/problem.ts';
import { withExamples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatFlag } from '../format-flag.ts';
import { type AnsweredOperation, askOperations } from '../operations/operations-client.ts';
import { readProposedGraph } from '../operations/proposed-graph.ts';
import { readOperations } from '../operations/read-operations.ts';
import { weighOperations } from '../operations/weigh-operations.ts';
import { writeData, writeError, writeJson, writeNote } from '../output.ts';
import { countProblems, type ReportFormat, reportFormatOption, reportProblems } from '../problem-report.ts';
import { type RegistryIdentity, registryToken } from '../registry-token.ts';
import { clientIdFlag, registryFlag, tokenFlag, tokenUrlFlag, variantFlag } from '../service-flags.ts';
import { textTable } from '../text-table.ts';

interface RegistryFlags extends RegistryIdentity {
  readonly registry: URL;
}

interface CheckFlags extends RegistryFlags {
  readonly variant: string;
  readonly sdl?: string;
  readonly maxCost?: number;
  readonly listSize: number;
  readonly format: ReportFormat;
}

interface ReleaseFlags extends RegistryFlags {
  readonly client?: string;
  readonly clientVersion: string;
}

interface PublishFlags extends ReleaseFlags {
  readonly revision?: string;
  readonly format: ReportFormat;
}

export function registerOperationCommand(program: Command, environment: NodeJS.ProcessEnv): void {
  const operation = program.command('operation').description('Find, check and publish the operations of a client.');
  withExamples(
    operation
      .command('extract <sources...>')
      .description(
        'Find all operations in .graphql files and in tagged templates of JavaScript and TypeScript; print hash and document of each.',
      )
      .addOption(formatFlag(['json', 'table'], environment))
      .action(extract),
    "gordian operation extract 'src/**/*.tsx' --output operations.json",
    'gordian operation extract src --format table',
  );
  withExamples(
    withRegistry(
      operation
        .command('check <sources...>')
        .description('Hold the operations against the graph that is served, or against one that is proposed.'),
    )
      .addOption(variantFlag())
      .option('--sdl <path>', 'in place of the registry: a supergraph, a schema, or a folder of subgraphs')
      .option('--max-cost <n>', 'what one operation may cost at most; needs --sdl with subgraphs', wholeNumber)
      .option('--list-size <n>', 'items in a list about which nothing is said', wholeNumber, 10)
      .addOption(reportFormatOption(environment))
      .action((sources: string[], flags: CheckFlags) => check(sources, flags, environment)),
    'gordian operation check src --variant staging',
    'gordian operation check src --sdl supergraph.graphql --max-cost 1000 --format github',
  );
  withExamples(
    withRelease(operation.command('publish <sources...>'))
      .description(
        'Publish the operations as those of a version of a client: gateways may run them, and producers must not break them.',
      )
      .option('--revision <commit>', 'the commit')
      .addOption(reportFormatOption(environment))
      .action((sources: string[], flags: PublishFlags) => publish(sources, flags, environment)),
    'gordian operation publish src --client web-shop --client-version 1.4.0 --revision $(git rev-parse HEAD)',
  );
  withExamples(
    withRelease(operation.command('retire'))
      .description('Say that a version of a client is in use no more: nobody has to keep what only it asked for.')
      .action((flags: ReleaseFlags) => retire(flags, environment)),
    'gordian operation retire --client web-shop --client-version 1.3.0',
  );
}

function withRegistry(verb: Command): Command {
  return verb.addOption(registryFlag()).addOption(tokenFlag()).addOption(tokenUrlFlag()).addOption(clientIdFlag());
}

function withRelease(verb: Command): Command {
  return withRegistry(verb)
    .option('--client <id>', 'whose they are, as its tokens name it; --client-id when it is left out')
    .requiredOption('--client-version <version>', 'the version of the client, such as 1.4.0 or a commit');
}

function extract(sources: readonly string[], { format }: { readonly format: 'json' | 'table' }): void {
  const operations = soundOperations(sources, null);
  if (operations === null) return;
  if (format === 'json') writeJson(Object.fromEntries(operations.map(({ hash, document }) => [hash, document])));
  else
    writeData(
      textTable(operations, {
        operation: ({ name }) => name,
        kind: ({ kind }) => kind,
        where: ({ place: { file, line, column } }) => `${file}:${line}:${column}`,
        hash: ({ hash }) => hash,
      }),
    );
  writeNote(`${counted(operations.length)}.\n`);
}

async function check(sources: readonly string[], flags: CheckFlags, environment: NodeJS.ProcessEnv): Promise<void> {
  const operations = soundOperations(sources, flags.format);
  if (operations === null) return;
  const problems = flags.sdl
    ? await checkedOn(flags.sdl, operations, flags)
    : await checkedByRegistry(operations, flags, environment);
  report(problems, flags.format, `${counted(operations.length)}: ${countProblems(problems)}.\n`);
}

async function checkedOn(
  path: string,
  operations: readonly ClientOperation[],
  { maxCost, listSize }: Pick<CheckFlags, 'maxCost' | 'listSize'>,
): Promise<readonly Problem[]> {
  const graph = readProposedGraph(path);
  if (!graph.ok) return graph.problems;
  const problems = checkOperations(graph.schema, operations);
  const { supergraphSdl } = graph;
  if (hasErrors(problems) || maxCost === undefined) return problems;
  if (supergraphSdl === null)
    throw new GordianError(
      'BAD_USER_INPUT',
      `--max-cost: ${path} says nothing of cost. Name a supergraph or the subgraphs.`,
    );
  const tooDear = await weighOperations({ supergraphSdl, operations, assumedListSize: listSize, maxCost });
  return [...problems, ...tooDear];
}

async function checkedByRegistry(
  operations: readonly ClientOperation[],
  flags: CheckFlags,
  environment: NodeJS.ProcessEnv,
): Promise<readonly Problem[]> {
  if (flags.maxCost !== undefined)
    throw new GordianError(
      'BAD_USER_INPUT',
      '--max-cost needs --sdl with a supergraph or the folder of the subgraphs.',
    );
  const access = { url: flags.registry, token: await registryToken(flags, environment) };
  const documents = operations.map(({ document }) => document);
  return problemsOf(
    operations,
    (await askOperations(access, 'check', { documents, variant: flags.variant })).operations ?? [],
  );
}

async function publish(sources: readonly string[], flags: PublishFlags, environment: NodeJS.ProcessEnv): Promise<void> {
  const operations = soundOperations(sources, flags.format);
  if (operations === null) return;
  const access = { url: flags.registry, token: await registryToken(flags, environment) };
  const { status, operations: answered = [] } = await askOperations(access, 'publish', {
    ...releaseOf(flags),
    sourceRevision: flags.revision ?? null,
    documents: operations.map(({ document }) => document),
  });
  const problems = problemsOf(operations, answered);
  report(
    problems,
    flags.format,
    `${counted(operations.length)} of ${releaseOf(flags).client}: ${status}; ${countProblems(problems)}.\n`,
  );
}

async function retire(flags: ReleaseFlags, environment: NodeJS.ProcessEnv): Promise<void> {
  const access = { url: flags.registry, token: await registryToken(flags, environment) };
  const release = releaseOf(flags);
  const { status } = await askOperations(access, 'retire', release);
  writeNote(`Version ${release.version} of ${release.client}: ${status}.\n`);
}

function releaseOf({ client, clientId, clientVersion }: ReleaseFlags): { client: string; version: string } {
  return { client: client ?? clientId, version: clientVersion };
}

/**
 * @param format of what a verb says of operations; null for one whose data are the operations themselves
 * @returns null when something is wrong with the sources, which has been reported then
 */
function soundOperations(sources: readonly string[], format: ReportFormat | null): readonly ClientOperation[] | null {
  const { operations, problems } = readOperations(sources);
  if (problems.length === 0 && operations.length > 0) return operations;
  if (problems.length === 0)
    throw new GordianError(
      'CONFIG_INVALID',
      `No operation in ${sources.join(', ')}: .graphql files, gql and graphql templates are read.`,
    );
  if (format === null) writeError(reportProblems(problems, 'table'));
  else writeData(reportProblems(problems, format));
  process.exitCode = exitCodes.findings;
  return null;
}

function report(problems: readonly Problem[], format: ReportFormat, summary: string): void {
  writeData(reportProblems(inReadingOrder(problems), format));
  writeNote(summary);
  process.exitCode = hasErrors(problems) ? exitCodes.findings : exitCodes.ok;
}

/** What the registry says of documents, at the places of the sources. */
function problemsOf(operations: readonly ClientOperation[], answered: readonly AnsweredOperation[]): Problem[] {
  const byHash = new Map(answered.map((answer) => [answer.hash, answer]));
  return operations.flatMap((operation) => {
    const { problems = [], deprecated = [] } = byHash.get(operation.hash) ?? {};
    return [
      ...problems.map(({ code, message, line, column }) =>
        problemAt(placeInSource(operation, { line, column }), {
          code,
          severity: 'error' as const,
          message: `${operation.name}: ${message}`,
        }),
      ),
      ...deprecated.map((use) => deprecation(operation, use)),
    ];
  });
}

function deprecation(
  { name, place }: ClientOperation,
  { coordinate, reason, replacement, sunsetAt }: AnsweredOperation['deprecated'][number],
): Problem {
  const until = sunsetAt === null ? '' : ` It may be gone from ${sunsetAt.slice(0, 10)} on.`;
  return problemAt(place, {
    code: 'DEPRECATED_FIELD',
    severity: 'warning',
    message: `${name} asks for ${coordinate}, which is deprecated: ${reason}${until}`,
    ...(replacement === null ? {} : { fix: `Ask for ${replacement}.` }),
  });
}

function counted(count: number): string {
  return `${count} ${count === 1 ? 'operation' : 'operations'}`;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('it is a whole number.');
}
