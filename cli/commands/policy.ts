// `gordian policy`: the tools of those who decide who may see what. All work offline, on the files of the repository.
import type { Command } from 'commander';
import { registerCoverageCommand } from './policy/coverage.ts';
import { registerDiffCommand } from './policy/diff.ts';
import { registerPolicyExplainCommand } from './policy/explain.ts';
import { registerLintCommand } from './policy/lint.ts';
import { registerTestCommand } from './policy/test.ts';

export function registerPolicyCommand(program: Command, environment: NodeJS.ProcessEnv = {}): void {
  const policy = program.command('policy').description('Check, test, explain and compare who may see what.');
  registerLintCommand(policy, environment);
  registerTestCommand(policy, environment);
  registerPolicyExplainCommand(policy, environment);
  registerDiffCommand(policy, environment);
  registerCoverageCommand(policy, environment);
}
