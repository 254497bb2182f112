// `gordian sla`: what contracts promise, for the tools of those who are on call.
import type { Command } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { projectFile } from '../../kit/project-files.ts';
import { readContract } from '../../schema/contract/read-contract.ts';
import { prometheusRules } from '../../schema/service-levels/prometheus-rules.ts';
import type { ContractFile } from '../../schema/subgraph-folders.ts';
import { readSubgraphFolders } from '../../schema/subgraph-folders.ts';
import { withExamples } from '../examples.ts';
import { readTextFile, writeTextFile } from '../text-files.ts';

interface RulesFlags {
  readonly output: string;
  readonly force: boolean;
}

export function registerSlaCommand(program: Command): void {
  const sla = program.command('sla').description('What contracts promise, for the tools of those who are on call.');
  withExamples(
    sla
      .command('rules')
      .description('Write alerting rules for Prometheus that are generated from contracts.')
      .argument('[contracts...]', 'files; all contracts of this project when there are none')
      .option('-o, --output <file>', 'file to write; - is standard output', '-')
      .option('--force', 'replace the file', false)
      .action((files: readonly string[], { output, force }: RulesFlags) => {
        const given = files.length > 0 ? files.map((file) => ({ file, text: readTextFile(file) })) : ownContracts();
        writeTextFile(output, prometheusRules(given.map(sound)), { replace: force });
      }),
    'gordian sla rules --output slas.rules.yml --force',
    'gordian sla rules subgraphs/orders/contract.yaml',
  );
}

function ownContracts(): ContractFile[] {
  return readSubgraphFolders(projectFile('subgraphs')).flatMap(({ contracts }) => contracts);
}

/** @throws GordianError CONTRACT_INVALID */
function sound({ file, text }: ContractFile) {
  const { contract, problems } = readContract(text, file);
  if (contract) return contract;
  const first = problems.find(({ severity }) => severity === 'error');
  throw new GordianError(
    'CONTRACT_INVALID',
    `${file} cannot be read: ${first?.message ?? ''} See: gordian contract lint ${file}`,
  );
}
