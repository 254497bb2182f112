// Writes the reference page of the command line from the command tree; docs/reference/cli.md is its output.
import type { Command, Help, Option } from 'commander';
import { examplesOf } from './examples.ts';
import { exitCodes } from './exit-codes.ts';
import { globalFlags, verbsOf } from './global-flags.ts';

const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: 'Done, and nothing to say against it.',
  findings:
    'Done, and there is something to mend: a check that fails, a change that breaks somebody, a graph that does not compose.',
  usage: 'The command line is not understood, or names what is not there.',
  unreachable: 'A service or a database does not answer. Try again.',
  invalidConfig: 'A file or a setting cannot be used, or the machine lacks something.',
  refused: 'Whoever asks may not do that.',
  internal: 'A fault of Gordian itself.',
  interrupted: 'Ended by Ctrl-C.',
};

export function cliReference(program: Command): string {
  const help = program.createHelp();
  return `# The command line

Generated from the commands in cli/; a test compares the two. \`gordian <verb> --help\` says the same at the prompt.

What was asked for goes to standard output, everything else to standard error; \`-\` as a file is standard input or output. Progress of long work
is shown on a terminal only. Inside GitHub Actions (\`GITHUB_ACTIONS\`), verbs that judge write annotations unasked. \`gordian completion\` prints a
script for bash, zsh or fish; \`gordian explain CODE\` says what any code means.

## Exit codes

| Code | Means |
|---|---|
${Object.entries(exitCodes)
  .map(([name, code]) => `| ${code} | ${meanings[name as keyof typeof exitCodes]} |`)
  .join('\n')}

## Flags of every verb

${flagTable(globalFlags(), help)}

\`gordian.yaml\` in the current folder, or the file of \`--config\`, may hold \`registry\`, \`gateway\`, \`tokenUrl\`, \`clientId\` and \`variant\`: the defaults of
the flags of the same meaning. What is typed wins. Secrets come from the environment only: \`GORDIAN_TOKEN\`, or \`GORDIAN_CLIENT_SECRET\` for \`--client-id\`.

**The file names hosts that get these secrets.** Whoever may change it chooses them: in CI type \`--registry\` and \`--token-url\`, from settings of the repository, and
review the file like a workflow. Secrets go over https or to this machine. For other places, such as containers beside each other, name the hosts in
\`GORDIAN_PLAIN_HTTP_HOSTS\`; no file can ([decision](../decisions/secrets-go-over-https.md)).

## Verbs
${verbsOf(program)
  .map((verb) => section(verb, help))
  .join('')}`;
}

function section(verb: Command, help: Help): string {
  const shared = new Set(globalFlags().map(({ long }) => long));
  const own = verb.options.filter(
    (option) => !option.hidden && !(shared.has(option.long) && option.helpGroupHeading !== undefined),
  );
  const examples = examplesOf(verb).join('\n');
  return `
### ${pathOf(verb)}

${verb.description()}

\`\`\`text
${help.commandUsage(verb)}

${examples}
\`\`\`
${own.length === 0 ? '' : `\n${flagTable(own, help)}\n`}`;
}

function pathOf(verb: Command): string {
  return verb.parent === null ? verb.name() : `${pathOf(verb.parent)} ${verb.name()}`;
}

function flagTable(flags: readonly Option[], help: Help): string {
  const rows = flags.map(
    (flag) => `| \`${flag.flags.replaceAll('|', '\\|')}\` | ${cellOf(help.optionDescription(flag))} |`,
  );
  return ['| Flag | |', '|---|---|', ...rows].join('\n');
}

/** Neither a folder of one machine nor a "|" may stand in the page. */
function cellOf(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
