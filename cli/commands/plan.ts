// `gordian plan`: how the gateway would answer an operation on a supergraph file, without any server. The plan goes to stdout.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ErrorCode, GordianError } from '../../kit/errors.ts';
import { formatProblems } from '../../schema/problem.ts';
import { composeFolders } from '../compose-folders.ts';
import { withExamples } from '../examples.ts';
import { writeData, writeNote } from '../output.ts';
import { parseVariables, readQuery } from '../query-flags.ts';
import { readSubgraphsOf, readTextFile } from '../text-files.ts';

interface PlanFlags {
  readonly supergraph?: string;
  readonly cost: boolean;
  readonly listSize: number;
  readonly query: string;
  readonly operation?: string;
  readonly variables?: string;
  readonly override: readonly string[];
  readonly format: 'text' | 'json';
}

/** Of the same compiled tree as this file. */
const planScript = join(import.meta.dirname, '../../gateway/plan-main.js');

/** @param script the compiled process that plans */
export function registerPlanCommand(program: Command, _environment: NodeJS.ProcessEnv = {}, script = planScript): void {
  withExamples(
    program
      .command('plan')
      .description('Show which subgraphs would be asked what for an operation, offline.')
      .option('--supergraph <file>', 'a composed supergraph; the folder subgraphs is composed when it is left out')
      .requiredOption('--query <file|text>', 'a GraphQL document, or the file that holds it; - is standard input')
      .option('--cost', 'also say what the operation may cost', false)
      .option('--list-size <n>', 'for the cost: items in a list about which nothing is said', wholeNumber, 10)
      .option('--operation <name>', 'which operation of the document')
      .option('--variables <json>', 'needed only for variables that @skip and @include read')
      .option('--override <label>', 'an @override label that holds; repeatable', collect, [])
      .addOption(new Option('--format <format>', 'how the plan is written').choices(['text', 'json']).default('text'))
      .action((flags: PlanFlags) => plan(flags, script)),
    'gordian plan --query query.graphql --cost',
    'gordian plan --supergraph supergraph.graphql --query "{ products { nodes { name } } }" --format json',
  );
}

async function plan(flags: PlanFlags, script: string): Promise<void> {
  const answer = await runPlanner(script, {
    supergraphSdl: flags.supergraph === undefined ? composed('subgraphs') : readTextFile(flags.supergraph),
    assumedListSize: flags.cost ? flags.listSize : null,
    query: readQuery(flags.query),
    operationName: flags.operation ?? null,
    variables: parseVariables(flags.variables ?? '{}'),
    overrides: flags.override,
    format: flags.format,
  });
  if (!answer.ok) {
    const place = answer.code === 'SUPERGRAPH_INVALID' ? `${flags.supergraph ?? 'subgraphs'}: ` : '';
    throw new GordianError(answer.code, `${place}${fullMessage(answer)}`);
  }
  writeData(withCost(answer, flags.format));
  writeNote(`Planned in ${answer.tookMs} ms; a gateway allows planning.budgetMs (default: 1000).\n`);
}

function withCost({ text: plan, cost }: Extract<Answer, { ok: true }>, format: PlanFlags['format']): string {
  if (cost === null) return plan;
  if (format === 'text') return `${plan}\nIt may cost ${cost}.\n`;
  return `${JSON.stringify({ ...(JSON.parse(plan) as object), cost }, null, 2)}\n`;
}

/** @throws GordianError COMPOSITION_FAILED */
function composed(folder: string): string {
  const composition = composeFolders(readSubgraphsOf(folder));
  if (composition.ok) return composition.supergraphSdl;
  throw new GordianError('COMPOSITION_FAILED', formatProblems(composition.problems));
}

type Answer =
  | { readonly ok: true; readonly text: string; readonly tookMs: number; readonly cost: number | null }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string; readonly details?: ErrorDetails };

interface ErrorDetails {
  readonly errors?: readonly Problem[];
}

interface Problem {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
}

/** A process of its own, because the command line may not load the gateway. */
async function runPlanner(script: string, request: object): Promise<Answer> {
  const child = spawn(process.execPath, [script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { APOLLO_TELEMETRY_DISABLED: '1' },
  });
  // A process that dies early says why itself, and its exit is what counts.
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(request));
  const output = await text(child.stdout);
  if (output === '')
    throw new GordianError('INTERNAL', 'The planner ended without an answer; its last words are above.');
  return JSON.parse(output) as Answer;
}

/** With every problem of the document, and where it is. */
function fullMessage({ message, details }: Extract<Answer, { ok: false }>): string {
  const problems = details?.errors ?? [];
  if (problems.length === 0) return message;
  const lines = problems.map(({ message: problem, locations }) => {
    const [place] = locations ?? [];
    return place ? `${problem} (line ${place.line}, column ${place.column})` : problem;
  });
  return lines.join('\n');
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError('it is a whole number, 0 or more.');
}

const collect = (label: string, labels: readonly string[]): readonly string[] => [...labels, label];
