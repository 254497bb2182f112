// `gordian contract init`: a first contract from an SDL.
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { scaffoldContract } from '../../../schema/contract/scaffold.ts';
import { withExamples } from '../../examples.ts';
import { exitCodes } from '../../exit-codes.ts';
import { writeNote } from '../../output.ts';
import { reportProblems } from '../../problem-report.ts';
import { readTextFile, writeTextFile } from '../../text-files.ts';

interface InitOptions {
  readonly fromSdl: string;
  readonly product: string;
  readonly owner?: string;
  readonly output: string;
  readonly force: boolean;
}

export function registerInit(contract: Command): void {
  withExamples(
    contract
      .command('init')
      .description('Write a first contract from an SDL; every classification is a proposal to confirm.')
      .requiredOption('--from-sdl <file>', 'the schema of the subgraph; - is standard input')
      .requiredOption('--product <id>', '<domain>/<product>, such as customers/customer-profile', parseProduct)
      .option('--owner <team>', 'the team that answers for the product')
      .option('-o, --output <file>', 'where to write the contract; - is standard output', '-')
      .option('--force', 'replace the file if it exists', false)
      .action(init),
    'gordian contract init --from-sdl schema.graphql --product library/books --owner Librarians -o contract.yaml',
  );
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
    writeNote(reportProblems(scaffold.problems, 'table'));
    process.exitCode = exitCodes.findings;
    return;
  }
  writeTextFile(output, scaffold.text, { replace: force });
  const next = owner === undefined ? 'Fill in the team, then check it' : 'Check it';
  if (output !== '-') writeNote(`Wrote ${output}. ${next}: gordian contract lint ${dirname(output)}\n`);
}

function parseProduct(text: string): string {
  if (/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(text)) return text;
  throw new InvalidArgumentError('write it as <domain>/<product> in lower case, such as customers/customer-profile.');
}
