// `gordian explain CODE`: what an error code means, and what to do.
import { type Command, InvalidArgumentError } from 'commander';
import { type ErrorCode, errorTable } from '../../kit/errors.ts';
import { writeData } from '../output.ts';

export function registerExplainCommand(program: Command): void {
  program
    .command('explain')
    .description('Say what an error code means and what to do about it.')
    .argument('[code]', 'for example SUBGRAPH_TIMEOUT; without it, all codes are listed', parseCode)
    .action((code?: ErrorCode) => {
      writeData(code ? explain(code) : listCodes());
    });
}

function explain(code: ErrorCode): string {
  const { status, audience, meaning, mend } = errorTable[code];
  return `${code} (HTTP ${status}, ${audience === 'client' ? 'shown to clients' : 'for operators only'})\n\n${meaning}\n\nWhat to do: ${mend}\n`;
}

function listCodes(): string {
  return Object.entries(errorTable)
    .map(([code, { meaning }]) => `${code.padEnd(28)}${meaning}\n`)
    .join('');
}

function parseCode(text: string): ErrorCode {
  const code = text.toUpperCase();
  if (code in errorTable) return code as ErrorCode;
  throw new InvalidArgumentError('that is no error code of Gordian; "gordian explain" lists them.');
}
