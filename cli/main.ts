#!/usr/bin/env node
// `gordian`: one verb per file in commands/. stdout is data, stderr is progress; the exit codes are in cli/exit-codes.ts.
import { Command } from 'commander';
import { GordianError } from '../kit/errors.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';

const program = new Command('gordian')
  .description('A GraphQL federation gateway for data products.')
  .version('0.1.0')
  .showHelpAfterError('(gordian --help lists the commands)')
  .exitOverride();

/** Loaded only when asked for: the composition library alone takes half a second. */
const commands: Readonly<Record<string, () => Promise<(program: Command, env: NodeJS.ProcessEnv) => void>>> = {
  start: async () => (await import('./commands/start.ts')).registerStartCommand,
  doctor: async () => (await import('./commands/doctor.ts')).registerDoctorCommand,
  compose: async () => (await import('./commands/compose.ts')).registerComposeCommand,
  plan: async () => (await import('./commands/plan.ts')).registerPlanCommand,
  policy: async () => (await import('./commands/policy.ts')).registerPolicyCommand,
  access: async () => (await import('./commands/access.ts')).registerAccessCommand,
  changes: async () => (await import('./commands/changes.ts')).registerChangesCommand,
  usage: async () => (await import('./commands/usage.ts')).registerUsageCommand,
  impact: async () => (await import('./commands/impact.ts')).registerImpactCommand,
  lineage: async () => (await import('./commands/lineage.ts')).registerLineageCommand,
  audit: async () => (await import('./commands/audit.ts')).registerAuditCommand,
  contract: async () => (await import('./commands/contract.ts')).registerContractCommand,
  quality: async () => (await import('./commands/quality.ts')).registerQualityCommand,
  sla: async () => (await import('./commands/sla.ts')).registerSlaCommand,
  subgraph: async () => (await import('./commands/subgraph.ts')).registerSubgraphCommand,
  token: async () => (await import('./commands/token.ts')).registerTokenCommand,
  explain: async () => (await import('./commands/explain.ts')).registerExplainCommand,
  provision: async () => (await import('./commands/provision.ts')).registerProvisionCommand,
  secrets: async () => (await import('./commands/secrets.ts')).registerSecretsCommand,
  'demo-identity': async () => (await import('./commands/demo-identity.ts')).registerDemoIdentityCommand,
};
const verb = process.argv[2] ?? '';
for (const name of Object.hasOwn(commands, verb) ? [verb] : Object.keys(commands)) {
  const register = await commands[name]!();
  register(program, process.env);
}

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
