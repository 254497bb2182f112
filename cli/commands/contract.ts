// `gordian contract init` writes a first contract from an SDL; `gordian contract lint` checks contracts against the SDL of
// their subgraphs. What lint finds is its data, so it goes to stdout; the count goes to stderr.

import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { scaffoldContract } from '../../schema/contract/scaffold.ts';
import { hasErrors, type Problem } from '../../schema/problem.ts';
import { checkContracts } from '../../schema/publication.ts';
import { exitCodes } from '../exit-codes.ts';
import { countProblems, type ReportFormat, reportFormatOption, reportProblems } from '../problem-report.ts';
import { readSubgraphsOf, readTextFile, writeTextFile } from '../text-files.ts';

interface InitOptions {
  readonly fromSdl: string;
  readonly product: string;
  readonly owner?: string;
  readonly output: string;
  readonly force: boolean;
}

interface LintOptions {
  readonly format: ReportFormat;
  readonly strict: boolean;
}

export function registerContractCommand(program: Command, environment: NodeJS.ProcessEnv = {}): void {
  const contract = program.command('contract').description('Write and check data contracts.');
  contract
    .command('init')
    .description('Write a first contract from an SDL; every classification is a proposal to confirm.')
    .requiredOption('--from-sdl <file>', 'the schema of the subgraph; - is standard input')
    .requiredOption('--product <id>', '<domain>/<product>, such as customers/customer-profile', parseProduct)
    .option('--owner <team>', 'the team that answers for the product')
    .option('-o, --output <file>', 'where to write the contract; - is standard output', '-')
    .option('--force', 'replace the file if it exists', false)
    .action(init);
  contract
    .command('lint')
    .description('Check contracts against the standard and against the SDL of their subgraphs.')
    .argument('[folder]', 'the folder whose folders are the subgraphs, or one of them', 'subgraphs')
    .addOption(reportFormatOption(environment))
    .option('--strict', 'fail on warnings too', false)
    .action(lint);
}

function init({ fromSdl, product, owner, output, force }: InitOptions): void {
  const file = fromSdl === '-' ? 'standard input' : fromSdl;
  const scaffold = scaffoldContract({
    sdl: readTextFile(fromSdl),
    file,
    product,
    ...(owner === undefined ? {} : { owner }),
  });
  if (!scaffold.ok) {
    process.stderr.write(reportProblems(scaffold.problems, 'table'));
    process.exitCode = exitCodes.findings;
    return;
  }
  writeTextFile(output, scaffold.text, { replace: force });
  const next = owner === undefined ? 'Fill in the team, then check it' : 'Check it';
  if (output !== '-') process.stderr.write(`Wrote ${output}. ${next}: gordian contract lint ${dirname(output)}\n`);
}

function lint(folder: string, { format, strict }: LintOptions): void {
  const { contracts, problems } = lintFolder(resolve(folder));
  process.stdout.write(reportProblems(problems, format));
  process.stderr.write(`${contracts} ${contracts === 1 ? 'contract' : 'contracts'}: ${countProblems(problems)}.\n`);
  process.exitCode = hasErrors(problems) || (strict && problems.length > 0) ? exitCodes.findings : exitCodes.ok;
}

/** One subgraph is checked among its neighbours, because sources and keys may be theirs; only its own findings are shown. */
function lintFolder(folder: string): { readonly contracts: number; readonly problems: readonly Problem[] } {
  const single = existsSync(join(folder, 'contract.yaml'));
  const subgraphs = readSubgraphsOf(single ? dirname(folder) : folder);
  const { problems } = checkContracts(subgraphs.map((subgraph) => ({ ...subgraph, url: '' })));
  const chosen = subgraphs.filter(({ name }) => !single || name === basename(folder));
  const files = chosen.flatMap(({ file, contracts }) => [file, ...contracts.map((contract) => contract.file)]);
  return { contracts: files.length - chosen.length, problems: problems.filter(({ file }) => files.includes(file)) };
}

function parseProduct(text: string): string {
  if (/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(text)) return text;
  throw new InvalidArgumentError('write it as <domain>/<product> in lower case, such as customers/customer-profile.');
}
