// What every verb ends with when it cannot do its work: a mistyped flag, a service that does not answer, a configuration that is none.
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { examplesOf } from '../../../cli/examples.ts';
import { exitCodes } from '../../../cli/exit-codes.ts';
import { verbsOf } from '../../../cli/global-flags.ts';
import { createProgram } from '../../../cli/program.ts';
import { isFilledFromConfig } from '../../../cli/service-flags.ts';
import { argumentsOfExample } from '../../support/command-examples.ts';
import { exitOfGordian } from '../../support/run-gordian.ts';

const verbs = verbsOf(await createProgram({}));
const examples = verbs.map((verb) => [examplesOf(verb)[0] ?? `gordian ${verb.name()}`, verb] as const);

describe('a flag that there is not', () => {
  it.each(examples)('%s', async (example) => {
    expect(await exitOfGordian([...argumentsOfExample(example), '--no-such-flag'])).toBe(exitCodes.usage);
  });
});

/** Where the first example asks nobody, or names files of another project. */
const askedOtherwise: Readonly<Record<string, string>> = {
  'gordian operation check src --variant staging': 'gordian operation check portal/queries --variant staging',
  'gordian operation publish src --client web-shop --client-version 1.4.0 --revision $(git rev-parse HEAD)':
    'gordian operation publish portal/queries --client web-shop --client-version 1.4.0',
  'gordian policy explain --as analyst --coordinate Customer.email': 'gordian policy explain --decision x',
};

describe('nobody answers', () => {
  const asking = examples
    .filter(([, verb]) => serviceFlagOf(verb) !== undefined)
    .map(([example, verb]) => [askedOtherwise[example] ?? example, verb] as const);
  it.each(asking)('%s', async (example, verb) => {
    const nowhere = [serviceFlagOf(verb)!, 'http://127.0.0.1:9', ...(takesToken(verb) ? ['--token', 'x'] : [])];
    expect(await exitOfGordian([...argumentsOfExample(example), ...nowhere])).toBe(exitCodes.unreachable);
  });
});

describe('a configuration that is none', () => {
  const configured = examples.filter(([, verb]) => verb.options.some(isFilledFromConfig));
  it.each(configured)('%s', async (example) => {
    const line = [...argumentsOfExample(example), '--config', 'package.json'];
    expect(await exitOfGordian(line, { GORDIAN_TOKEN: 'x' })).toBe(exitCodes.invalidConfig);
  });
});

function serviceFlagOf(verb: Command): string | undefined {
  return verb.options.find((option) => isFilledFromConfig(option) && /^--(url|registry)$/.test(option.long ?? ''))
    ?.long;
}

function takesToken(verb: Command): boolean {
  return verb.options.some(({ long }) => long === '--token');
}
