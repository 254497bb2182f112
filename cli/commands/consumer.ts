// `gordian consumer`: a client's own side of a contract. Its build fails when a producer proposes to take away what it asks for.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type Command, InvalidArgumentError } from 'commander';
import { createMockData } from '../../schema/mock/mock-data.ts';
import { hasErrors, inReadingOrder, type Problem } from '../../schema/problem.ts';
import { startMockServer } from '../consumer/mock-server.ts';
import { verifyOperations } from '../consumer/verify-operations.ts';
import { withExamples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { type ProposedGraph, readProposedGraph } from '../operations/proposed-graph.ts';
import { readOperations } from '../operations/read-operations.ts';
import { writeData, writeNote } from '../output.ts';
import { countProblems, type ReportFormat, reportFormatOption, reportProblems } from '../problem-report.ts';

interface VerifyFlags {
  readonly operations: readonly string[];
  readonly sdl: string;
  readonly now?: string;
  readonly seed: string;
  readonly format: ReportFormat;
}

interface MockFlags {
  readonly sdl: string;
  readonly port: number;
  readonly seed: string;
  readonly gaps: boolean;
  readonly format: ReportFormat;
}

export function registerConsumerCommand(program: Command, environment: NodeJS.ProcessEnv): void {
  const consumer = program.command('consumer').description("Try a client's operations on a graph that is proposed.");
  withExamples(
    consumer
      .command('verify')
      .description('Run the operations on a proposed graph, with answers made up from its contracts.')
      .requiredOption('--operations <sources...>', 'files, folders and patterns with the operations')
      .requiredOption(
        '--sdl <path>',
        'a supergraph, a schema, a folder of subgraphs, or one subgraph beside the others',
      )
      .option('--now <path>', 'what is served now: answers that change their shape are findings as well')
      .option('--seed <text>', 'another one makes up other answers', 'gordian')
      .addOption(reportFormatOption(environment))
      .action(verify),
    'gordian consumer verify --operations src --sdl ../orders/subgraphs/orders',
    'gordian consumer verify --operations src --sdl proposed.graphql --now supergraph.graphql',
  );
  withExamples(
    consumer
      .command('mock')
      .description('Serve made-up answers at http://127.0.0.1:<port>/graphql, until it is stopped.')
      .requiredOption(
        '--sdl <path>',
        'a supergraph, a schema, a folder of subgraphs, or one subgraph beside the others',
      )
      .option('--port <port>', '0 for any that is free', portOf, 4100)
      .option('--seed <text>', 'another one makes up other answers', 'gordian')
      .option('--no-gaps', 'leave nothing out that can be there: no nulls, no empty lists')
      .addOption(reportFormatOption(environment))
      .action(mock),
    'gordian consumer mock --sdl subgraphs --port 4100',
  );
}

async function verify({ operations: sources, sdl, now, seed, format }: VerifyFlags): Promise<void> {
  const { operations, problems: ofSources } = readOperations(sources);
  const proposed = readProposedGraph(sdl);
  const served = now === undefined ? null : readProposedGraph(now);
  const unusable = [...ofSources, ...problemsOf(proposed), ...(served ? problemsOf(served) : [])];
  if (!proposed.ok || (served && !served.ok) || hasErrors(unusable)) return report(unusable, format, operations.length);
  const { schema, contracts } = proposed;
  const problems = await verifyOperations({ operations, schema, contracts, seed, now: served?.schema ?? null });
  report([...unusable, ...problems], format, operations.length);
}

async function mock({ sdl, port, seed, gaps, format }: MockFlags): Promise<void> {
  const graph = readProposedGraph(sdl);
  if (!graph.ok) return report(graph.problems, format, 0);
  const data = createMockData(graph.schema, graph.contracts, { seed, gaps: gaps ? 'some' : 'none' });
  const server = await startMockServer({ schema: graph.schema, data }, port);
  writeData(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql\n`);
  writeNote('Made-up answers; Ctrl+C ends it.\n');
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  server.close();
  server.closeAllConnections();
}

function problemsOf(graph: ProposedGraph): readonly Problem[] {
  return graph.ok ? [] : graph.problems;
}

function report(problems: readonly Problem[], format: ReportFormat, operations: number): void {
  writeData(reportProblems(inReadingOrder(problems), format));
  writeNote(`${operations} ${operations === 1 ? 'operation' : 'operations'}: ${countProblems(problems)}.\n`);
  process.exitCode = hasErrors(problems) ? exitCodes.findings : exitCodes.ok;
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('it is a number from 0 to 65535.');
}
