// Flags that every verb has. They are added when all verbs are there, and settled before the verb runs.
import { type Command, Option } from 'commander';
import { readConfigFile } from './config-file.ts';
import { type ColorChoice, colorChoices, configureOutput } from './output.ts';
import { fillFromConfig, requireSafePlaces } from './service-flags.ts';

interface GlobalFlags {
  readonly config?: string;
  readonly output: string;
  readonly quiet: boolean;
  readonly prompt: boolean;
  readonly color: ColorChoice;
}

const heading = 'For every verb:';

export const globalFlags = (): Option[] => [
  new Option('--config <file>', 'where registry and gateway are (default: gordian.yaml, if there is one)'),
  new Option('-o, --output <file>', 'write there what would go to standard output').default('-'),
  new Option('-q, --quiet', 'no counts and no progress, only data and errors').default(false),
  new Option('--no-prompt', 'ask nothing: what is missing is an error'),
  new Option('--color <when>').choices(colorChoices).default('auto'),
];

/** A verb that has a flag of this name itself keeps it. */
export function addGlobalFlags(program: Command, environment: NodeJS.ProcessEnv): void {
  for (const verb of verbsOf(program))
    settleBefore(
      verb,
      globalFlags().filter((flag) => !hasFlag(verb, flag)),
      environment,
    );
}

/** Commands that do something: those without verbs of their own. */
export function verbsOf(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(verbsOf);
}

function hasFlag(verb: Command, { long }: Option): boolean {
  return verb.options.some((option) => option.long === long);
}

function settleBefore(verb: Command, added: readonly Option[], environment: NodeJS.ProcessEnv): void {
  for (const flag of added) verb.addOption(flag.helpGroup(heading));
  const names = new Set(added.map((flag) => flag.attributeName()));
  verb.hook('preAction', () => {
    const given = Object.entries(verb.opts()).filter(([name]) => names.has(name));
    // No verb asks anything, so that there is nothing to settle about asking; scripts say it all the same.
    const { config, prompt: _, ...output } = Object.fromEntries(given) as Partial<GlobalFlags>;
    configureOutput(output);
    fillFromConfig(verb, () => readConfigFile(config));
    requireSafePlaces(verb, environment);
  });
}
