// Examples of a verb: in its help, in docs/reference/cli.md, and parsed by a test.
import type { Command } from 'commander';

const examples = new WeakMap<Command, readonly string[]>();

/** @param lines as they are typed: `gordian contract lint subgraphs/orders`; at least one for every verb */
export function withExamples(command: Command, ...lines: readonly [string, ...string[]]): Command {
  examples.set(command, lines);
  const title = lines.length === 1 ? 'Example' : 'Examples';
  return command.addHelpText('after', `\n${title}:\n${lines.map((line) => `  ${line}\n`).join('')}`);
}

export function examplesOf(command: Command): readonly string[] {
  return examples.get(command) ?? [];
}
