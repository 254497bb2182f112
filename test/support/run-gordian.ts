// Runs commands of the CLI inside this process and collects what they write.
import { Command } from 'commander';
import { vi } from 'vitest';
import { registerAccessCommand } from '../../cli/commands/access.ts';
import { registerComposeCommand } from '../../cli/commands/compose.ts';
import { registerContractCommand } from '../../cli/commands/contract.ts';
import { registerImpactCommand } from '../../cli/commands/impact.ts';
import { registerLineageCommand } from '../../cli/commands/lineage.ts';
import { registerPlanCommand } from '../../cli/commands/plan.ts';
import { registerPolicyCommand } from '../../cli/commands/policy.ts';
import { registerQualityCommand } from '../../cli/commands/quality.ts';
import { registerUsageCommand } from '../../cli/commands/usage.ts';

export interface GordianRun {
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams in the order of writing, as on a terminal. */
  readonly terminal: string;
  readonly exitCode: number;
}

/**
 * @param planScript the compiled process behind `gordian plan`
 * @throws what the command throws, usage errors of commander included
 */
export async function runGordian(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  planScript?: string,
): Promise<GordianRun> {
  const written = { stdout: '', stderr: '', terminal: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      written.terminal += String(text);
      return true;
    }),
  );
  const program = new Command('gordian').exitOverride();
  registerAccessCommand(program, environment);
  registerComposeCommand(program, environment);
  registerContractCommand(program, environment);
  registerLineageCommand(program, environment);
  registerPlanCommand(program, environment, planScript);
  registerPolicyCommand(program, environment);
  registerQualityCommand(program, environment);
  registerUsageCommand(program, environment);
  registerImpactCommand(program, environment);
  process.exitCode = 0;
  try {
    await program.parseAsync(['node', 'gordian', ...args]);
    return { ...written, exitCode: Number(process.exitCode) };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = 0;
  }
}
