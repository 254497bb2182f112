// `gordian completion`: a script for the shell, written from the same command tree that runs.
import { Argument, type Command } from 'commander';
import { completionScript, type Shell, shells } from '../completion.ts';
import { withExamples } from '../examples.ts';
import { writeData } from '../output.ts';

export function registerCompletionCommand(program: Command): void {
  const verb = program
    .command('completion')
    .description('Print a script that completes verbs and flags in a shell.')
    .addArgument(new Argument('<shell>').choices(shells))
    .action((shell: Shell) => writeData(completionScript(program, shell)));
  withExamples(verb, 'gordian completion bash', 'gordian completion fish --output gordian.fish');
}
