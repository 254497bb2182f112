// `gordian compose`: the subgraphs of a folder as one supergraph, without any server. The supergraph goes to stdout or a
// file, findings to stderr, so that a redirect never mixes the two; with --format json both are one document on stdout.
import { type Command, InvalidArgumentError } from 'commander';
import type { Composition } from '../../schema/compose.ts';
import type { SubgraphFolder } from '../../schema/subgraph-folders.ts';
import { composeFolders } from '../compose-folders.ts';
import { withExamples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { writeData, writeNote } from '../output.ts';
import { countProblems, type ReportFormat, reportFormatOption, reportProblems } from '../problem-report.ts';
import { readSubgraphsOf, writeTextFile } from '../text-files.ts';

interface ComposeOptions {
  readonly output: string;
  readonly url: ReadonlyMap<string, string>;
  readonly format: ReportFormat;
}

export function registerComposeCommand(program: Command, environment: NodeJS.ProcessEnv = {}): void {
  withExamples(
    program
      .command('compose')
      .description('Compose the subgraphs of a folder into a supergraph, offline.')
      .argument('[folder]', 'the folder whose folders are the subgraphs', 'subgraphs')
      .option('-o, --output <file>', 'where to write the supergraph; - is standard output', '-')
      .option('--url <name=url>', 'where a subgraph will be served; repeatable', collectUrl, new Map<string, string>())
      .addOption(reportFormatOption(environment))
      .action(compose),
    'gordian compose --output supergraph.graphql',
    'gordian compose subgraphs --url customers=http://customers:4001/graphql --format json',
  );
}

function compose(folder: string, options: ComposeOptions): void {
  const subgraphs = readSubgraphsOf(folder);
  const composition = composeFolders(subgraphs, options.url);
  process.exitCode = composition.ok ? exitCodes.ok : exitCodes.findings;
  if (composition.ok && (options.format !== 'json' || options.output !== '-')) {
    writeTextFile(options.output, composition.supergraphSdl, { replace: true });
  }
  if (options.format === 'json') writeData(`${JSON.stringify(asJson(composition, options), null, 2)}\n`);
  else writeNote(`${findings(composition, options.format)}${summary(composition, subgraphs)}`);
}

function asJson(composition: Composition, { output }: ComposeOptions): object {
  if (!composition.ok) return { ok: false, problems: composition.problems };
  const { hints, supergraphSdl } = composition;
  return { ok: true, hints, ...(output === '-' ? { supergraphSdl } : {}) };
}

function findings(composition: Composition, format: ReportFormat): string {
  if (!composition.ok) return reportProblems(composition.problems, format);
  return composition.hints.map(({ code, message }) => `warning ${code}: ${message}\n`).join('');
}

function summary(composition: Composition, subgraphs: readonly SubgraphFolder[]): string {
  const names = subgraphs.map(({ name }) => name).join(', ');
  if (composition.ok) return `Composed ${names}.\n`;
  return `${names} do not compose: ${countProblems(composition.problems)}. The first is usually the cause of the others.\n`;
}

function collectUrl(text: string, urls: Map<string, string>): Map<string, string> {
  const [, name, url] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || url === undefined || !URL.canParse(url)) {
    throw new InvalidArgumentError('write it as name=url, such as customers=http://127.0.0.1:4001/graphql.');
  }
  return new Map([...urls, [name, url]]);
}
