// Scripts that complete verbs and flags in a shell. They hold the words of the command tree, so that no process starts at a key.
import type { Command } from 'commander';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What may follow the verbs of `path`: verbs, flags, and what a flag may be. */
interface Step {
  /** `contract lint`; empty for what follows `gordian` itself. */
  readonly path: string;
  readonly verbs: readonly Word[];
  readonly flags: readonly Word[];
  /** By flag, what may follow it. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

interface Word {
  readonly word: string;
  readonly means: string;
}

export function completionScript(program: Command, shell: Shell): string {
  const steps = stepsOf(program, []);
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](steps);
}

function stepsOf(command: Command, path: readonly string[]): Step[] {
  const visible = command.createHelp();
  const verbs = visible.visibleCommands(command).filter((child) => child.name() !== 'help');
  const options = visible.visibleOptions(command).filter(({ long }) => long);
  const own: Step = {
    path: path.join(' '),
    verbs: verbs.map((child) => ({ word: child.name(), means: firstSentence(child.description()) })),
    flags: options.map(({ long, description }) => ({ word: long!, means: firstSentence(description) })),
    values: Object.fromEntries(options.flatMap(({ long, argChoices }) => (argChoices ? [[long!, argChoices]] : []))),
  };
  return [own, ...verbs.flatMap((child) => stepsOf(child, [...path, child.name()]))];
}

function firstSentence(text: string): string {
  return text.split(/[.;:]/)[0]!.replace(/['"`\\$[\]]/g, '');
}

/** The verbs on the line are those words that lead from one step to the next. */
function bashScript(steps: readonly Step[]): string {
  return `# gordian completion bash >> ~/.bashrc
_gordian() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" verbs='' next i
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="\${verbs:+$verbs }\${COMP_WORDS[i]}"
    case "$next" in ${alternatives(steps)}) verbs="$next" ;; esac
  done
  case "$verbs $before" in
${steps.flatMap(bashValues).join('\n')}
  esac
  case "$verbs" in
${steps.map(bashStep).join('\n')}
  esac
}
complete -o default -F _gordian gordian
`;
}

function alternatives(steps: readonly Step[]): string {
  return steps.flatMap(({ path }) => (path === '' ? [] : `'${path}'`)).join(' | ');
}

function bashValues({ path, values }: Step): string[] {
  return Object.entries(values).map(
    ([flag, choices]) =>
      `    '${path} ${flag}') COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$word")); return ;;`,
  );
}

function bashStep({ path, verbs, flags }: Step): string {
  const words = [...verbs, ...flags].map(({ word }) => word).join(' ');
  return `    '${path}') COMPREPLY=($(compgen -W '${words}' -- "$word")) ;;`;
}

/** The same cases, with what each word means beside it. */
function zshScript(steps: readonly Step[]): string {
  return `#compdef gordian
# gordian completion zsh > "\${fpath[1]}/_gordian"
_gordian() {
  local verbs='' next before="\${words[CURRENT-1]}" i
  for ((i = 2; i < CURRENT; i++)); do
    next="\${verbs:+$verbs }\${words[i]}"
    case "$next" in (${alternatives(steps)}) verbs="$next" ;; esac
  done
  case "$verbs $before" in
${steps.flatMap(zshValues).join('\n')}
  esac
  local -a found
  case "$verbs" in
${steps.map(zshStep).join('\n')}
  esac
  _describe 'gordian' found || _files
}
compdef _gordian gordian
`;
}

function zshValues({ path, values }: Step): string[] {
  return Object.entries(values).map(
    ([flag, choices]) => `    ('${path} ${flag}') compadd ${choices.join(' ')}; return ;;`,
  );
}

function zshStep({ path, verbs, flags }: Step): string {
  const words = [...verbs, ...flags].map(({ word, means }) => `'${word}:${means}'`).join(' ');
  return `    ('${path}') found=(${words}) ;;`;
}

/** One line for each word; the condition holds when exactly the verbs of its path are on the line. */
function fishScript(steps: readonly Step[]): string {
  const paths = steps.flatMap(({ path }) => (path === '' ? [] : `'${path}'`)).join(' ');
  return `# gordian completion fish > ~/.config/fish/completions/gordian.fish
function __gordian_path
  set -l verbs
  for word in (commandline -opc)[2..-1]
    set -l next (string join -- ' ' $verbs $word)
    contains -- "$next" ${paths}; and set verbs "$next"
  end
  test "$verbs" = "$argv[1]"
end
${steps.flatMap(fishStep).join('\n')}
`;
}

function fishStep({ path, verbs, flags, values }: Step): string[] {
  const when = `complete -c gordian -n "__gordian_path '${path}'"`;
  return [
    ...verbs.map(({ word, means }) => `${when} -f -a ${word} -d '${means}'`),
    ...flags.map(({ word, means }) => `${when} -l ${word.slice(2)}${choicesFor(values[word])} -d '${means}'`),
  ];
}

function choicesFor(choices: readonly string[] | undefined): string {
  return choices === undefined ? '' : ` -x -a '${choices.join(' ')}'`;
}
