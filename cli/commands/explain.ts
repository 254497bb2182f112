// `gordian explain CODE`: what a code means that something of Gordian has given, and what to do about it.
import type { Command } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { didYouMean } from '../../kit/nearest.ts';
import { withExamples } from '../examples.ts';
import { formatFlag, listFormats } from '../format-flag.ts';
import { knownCodes } from '../known-codes.ts';
import { writeData, writeJson } from '../output.ts';
import { textTable } from '../text-table.ts';

export function registerExplainCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const verb = program
    .command('explain')
    .description('Say what a code of an error, a problem or a change means, and what to do about it.')
    .argument('[code]', 'for example SUBGRAPH_TIMEOUT; without it, all codes are listed')
    .addOption(formatFlag(listFormats, env))
    .action((code: string | undefined, { format }: { readonly format: string }) => {
      const codes = knownCodes();
      const [text, value] = code === undefined ? all(codes) : one(codes, code.toUpperCase());
      if (format === 'json') writeJson(value);
      else writeData(text);
    });
  withExamples(
    verb,
    'gordian explain SUBGRAPH_TIMEOUT',
    'gordian explain FIELD_REMOVED',
    'gordian explain --format json',
  );
}

type Codes = ReturnType<typeof knownCodes>;
type Answer = readonly [text: string, value: unknown];

function all(codes: Codes): Answer {
  const rows = [...codes].map(([code, { meaning }]) => ({ code, meaning })).sort((a, b) => (a.code < b.code ? -1 : 1));
  return [textTable(rows, { code: ({ code }) => code, means: ({ meaning }) => meaning }), rows];
}

/** @throws GordianError BAD_USER_INPUT */
function one(codes: Codes, code: string): Answer {
  const known = codes.get(code);
  if (known !== undefined) return [known.text, { code, ...known }];
  const mend = didYouMean(code, [...codes.keys()], '"gordian explain" lists them.');
  throw new GordianError('BAD_USER_INPUT', `${code} is no code of Gordian. ${mend}`);
}
