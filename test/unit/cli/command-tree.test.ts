// Every verb as one product: it teaches by example, its examples parse, it has the flags that all have, and its page is as it is.

import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { completionScript, shells } from '../../../cli/completion.ts';
import { examplesOf } from '../../../cli/examples.ts';
import { verbsOf } from '../../../cli/global-flags.ts';
import { createProgram } from '../../../cli/program.ts';
import { cliReference } from '../../../cli/reference.ts';
import { packageFile } from '../../../kit/package-files.ts';
import { argumentsOfExample } from '../../support/command-examples.ts';
import { runGordian } from '../../support/run-gordian.ts';

const program = await createProgram({});
const verbs = verbsOf(program).map((verb) => [pathOf(verb), verb] as const);
const examples = verbs.flatMap(([path, verb]) => examplesOf(verb).map((example) => [example, path] as const));

function pathOf(verb: Command): string {
  return verb.parent?.parent ? `${pathOf(verb.parent)} ${verb.name()}` : verb.name();
}

describe.each(verbs)('gordian %s', (_, verb) => {
  it('says what it does, and shows it', () => {
    expect(verb.description()).toMatch(/\.$/);
    expect(examplesOf(verb)).not.toEqual([]);
  });

  it('has the flags that all verbs have', () => {
    const flags = verb.options.map(({ long }) => long);
    expect(flags).toEqual(expect.arrayContaining(['--config', '--output', '--quiet', '--no-prompt', '--color']));
  });
});

describe('the example', () => {
  it.each(examples)('%s', async (example, path) => {
    const ran: string[] = [];
    const tree = await createProgram({});
    for (const verb of verbsOf(tree)) verb.action(() => void ran.push(pathOf(verb)));
    await tree.parseAsync(argumentsOfExample(example), { from: 'user' });
    expect(ran).toEqual([path]);
  });
});

describe('a mistake', () => {
  it.each([
    ['contrakt lint', "error: unknown command 'contrakt'\n(Did you mean contract?)"],
    ['contract difff', "error: unknown command 'difff'\n(Did you mean diff?)"],
    ['contract lint --fromat json', "error: unknown option '--fromat'\n(Did you mean --format?)"],
    ['contract lint --format yaml', "argument 'yaml' is invalid. Allowed choices are table, json, github, junit, md."],
  ])('%s gets a guess', async (line, said) => {
    const written: string[] = [];
    const tree = await createProgram({});
    for (const command of everyCommand(tree)) command.configureOutput({ writeErr: (text) => void written.push(text) });
    await expect(tree.parseAsync(line.split(' '), { from: 'user' })).rejects.toMatchObject({ exitCode: 1 });
    expect(written.join('')).toContain(said);
  });
});

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

describe('completion', () => {
  it.each(shells)('of %s knows every verb', async (shell) => {
    const script = completionScript(program, shell);
    expect(verbs.filter(([path]) => !script.includes(`'${path}'`)).map(([path]) => path)).toEqual([]);
    expect((await runGordian(['completion', shell])).stdout).toBe(script);
  });
});

it('the reference page is what the commands say', async () => {
  await expect(cliReference(program)).toMatchFileSnapshot(packageFile('docs/reference/cli.md'));
});
