// `gordian contract`: write, check, compare and edit data contracts, in files and without a running system; and what the registry
// says of them.
import type { Command } from 'commander';
import { registerDiff } from './contract/diff.ts';
import { registerEdits } from './contract/edit.ts';
import { registerInit } from './contract/init.ts';
import { registerLint } from './contract/lint.ts';
import { addRunVerb } from './quality.ts';
import { addCheckVerb, addPublishVerb } from './subgraph/submit.ts';

export function registerContractCommand(program: Command, environment: NodeJS.ProcessEnv = {}): void {
  const contract = program.command('contract').description('Write, check, compare and edit data contracts.');
  registerInit(contract);
  registerLint(contract, environment);
  registerDiff(contract, environment);
  registerEdits(contract);
  addCheckVerb(contract, environment);
  addPublishVerb(contract, 'register', environment).alias('publish');
  addRunVerb(contract, 'test', environment);
}
