#!/usr/bin/env node
// `gordian`: one verb per file in commands/. stdout is data, stderr is progress; the exit codes are in cli/exit-codes.ts.
import { Command } from 'commander';
import { GordianError } from '../kit/errors.ts';
import { registerComposeCommand } from './commands/compose.ts';
import { registerContractCommand } from './commands/contract.ts';
import { registerDemoIdentityCommand } from './commands/demo-identity.ts';
import { registerDoctorCommand } from './commands/doctor.ts';
import { registerExplainCommand } from './commands/explain.ts';
import { registerProvisionCommand } from './commands/provision.ts';
import { registerSecretsCommand } from './commands/secrets.ts';
import { registerStartCommand } from './commands/start.ts';
import { registerSubgraphCommand } from './commands/subgraph.ts';
import { registerTokenCommand } from './commands/token.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';

const program = new Command('gordian')
  .description('A GraphQL federation gateway for data products.')
  .version('0.1.0')
  .showHelpAfterError('(gordian --help lists the commands)')
  .exitOverride();

registerStartCommand(program, process.env);
registerDoctorCommand(program, process.env);
registerComposeCommand(program, process.env);
registerContractCommand(program, process.env);
registerSubgraphCommand(program, process.env);
registerTokenCommand(program, process.env);
registerExplainCommand(program);
registerProvisionCommand(program, process.env);
registerSecretsCommand(program);
registerDemoIdentityCommand(program, process.env);

try {
  await program.parseAsync();
} catch (error) {
  fail(error);
}

function fail(error: unknown): never {
  if (isCommanderExit(error)) process.exit(error.exitCode === 0 ? exitCodes.ok : exitCodes.usage);
  const known = error instanceof GordianError;
  process.stderr.write(
    known
      ? `${error.code}: ${error.message}\nMore: npx gordian explain ${error.code}\n`
      : `${(error as Error).stack ?? error}\n`,
  );
  process.exit(known ? exitCodeOf(error.code) : exitCodes.internal);
}

/** Commander has already printed what it had to say. */
function isCommanderExit(error: unknown): error is { exitCode: number } {
  return (
    error instanceof Error && 'exitCode' in error && String((error as { code?: unknown }).code).startsWith('commander.')
  );
}
