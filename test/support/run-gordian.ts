// Runs commands of the CLI inside this process and collects what they write.
// esbuild works for good in the folder in which it was loaded, and tests that share this process go to folders that they remove: it is
// loaded before any of them does.
import 'esbuild';
import { Command } from 'commander';
import { vi } from 'vitest';
import { registerPlanCommand } from '../../cli/commands/plan.ts';
import { exitCodeAfter } from '../../cli/exit-codes.ts';
import { configureOutput } from '../../cli/output.ts';
import { createProgram } from '../../cli/program.ts';

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
  const program = planScript ? planProgram(environment, planScript) : await createProgram(environment, args[0]);
  const written = { stdout: '', stderr: '', terminal: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      written.terminal += String(text);
      return true;
    }),
  );
  process.exitCode = 0;
  try {
    await program.parseAsync(['node', 'gordian', ...args]);
    return { ...written, exitCode: Number(process.exitCode) };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = 0;
    configureOutput({});
  }
}

function planProgram(environment: NodeJS.ProcessEnv, script: string): Command {
  const program = new Command('gordian').exitOverride();
  registerPlanCommand(program, environment, script);
  return program;
}

/** The exit code as a shell sees it, also where the verb throws. */
export async function exitOfGordian(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<number> {
  return runGordian(args, environment).then(({ exitCode }) => exitCode, exitCodeAfter);
}
