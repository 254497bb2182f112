// The command tree of `gordian`: one verb per file in commands/.
import { Command, Help, type Option } from 'commander';
import { packageVersion } from '../kit/package-files.ts';
import { addGlobalFlags } from './global-flags.ts';

type Register = (program: Command, environment: NodeJS.ProcessEnv) => void;

/** Loaded only when asked for: the composition library alone takes half a second. */
const commands: Readonly<Record<string, () => Promise<Register>>> = {
  init: async () => (await import('./commands/init.ts')).registerInitCommand,
  dev: async () => (await import('./commands/dev.ts')).registerDevCommand,
  start: async () => (await import('./commands/start.ts')).registerStartCommand,
  migrate: async () => (await import('./commands/migrate.ts')).registerMigrateCommand,
  apply: async () => (await import('./commands/apply.ts')).registerApplyCommand,
  doctor: async () => (await import('./commands/doctor.ts')).registerDoctorCommand,
  compose: async () => (await import('./commands/compose.ts')).registerComposeCommand,
  plan: async () => (await import('./commands/plan.ts')).registerPlanCommand,
  subgraph: async () => (await import('./commands/subgraph.ts')).registerSubgraphCommand,
  contract: async () => (await import('./commands/contract.ts')).registerContractCommand,
  product: async () => (await import('./commands/product.ts')).registerProductCommand,
  operation: async () => (await import('./commands/operation.ts')).registerOperationCommand,
  consumer: async () => (await import('./commands/consumer.ts')).registerConsumerCommand,
  report: async () => (await import('./commands/report.ts')).registerReportCommand,
  policy: async () => (await import('./commands/policy.ts')).registerPolicyCommand,
  access: async () => (await import('./commands/access.ts')).registerAccessCommand,
  changes: async () => (await import('./commands/changes.ts')).registerChangesCommand,
  usage: async () => (await import('./commands/usage.ts')).registerUsageCommand,
  impact: async () => (await import('./commands/impact.ts')).registerImpactCommand,
  lineage: async () => (await import('./commands/lineage.ts')).registerLineageCommand,
  quality: async () => (await import('./commands/quality.ts')).registerQualityCommand,
  sla: async () => (await import('./commands/sla.ts')).registerSlaCommand,
  audit: async () => (await import('./commands/audit.ts')).registerAuditCommand,
  token: async () => (await import('./commands/token.ts')).registerTokenCommand,
  explain: async () => (await import('./commands/explain.ts')).registerExplainCommand,
  completion: async () => (await import('./commands/completion.ts')).registerCompletionCommand,
  provision: async () => (await import('./commands/provision.ts')).registerProvisionCommand,
  secrets: async () => (await import('./commands/secrets.ts')).registerSecretsCommand,
  'demo-identity': async () => (await import('./commands/demo-identity.ts')).registerDemoIdentityCommand,
};

/** Speak of all verbs, their own command included. */
const needAll: ReadonlySet<string> = new Set(['completion']);

/** @param verb the only one that is needed; all of them when it is none of ours */
export async function createProgram(environment: NodeJS.ProcessEnv, verb = ''): Promise<Command> {
  const program = new Command('gordian')
    .description('A GraphQL federation gateway for data products.')
    .version(packageVersion())
    .enablePositionalOptions()
    .configureHelp({ optionDescription: withoutEmptyDefault })
    .showHelpAfterError('(add --help for examples)')
    .exitOverride();
  const isEnough = Object.hasOwn(commands, verb) && !needAll.has(verb);
  for (const name of isEnough ? [verb] : Object.keys(commands)) {
    const register = await commands[name]!();
    register(program, environment);
  }
  addGlobalFlags(program, environment);
  return program;
}

/** Nobody has to be told that what is not asked for is off. */
function withoutEmptyDefault(option: Option): string {
  const text = Help.prototype.optionDescription(option);
  return text.replace(/ ?\(default: (false|\{\}|\[\]|"-")\)$/, '');
}
