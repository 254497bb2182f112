// `gordian token --persona P`: a short-lived token of the demo's identity provider. Refused in production.
import type { Command } from 'commander';
import { request } from 'undici';
import { GordianError } from '../../kit/errors.ts';
import { withExamples } from '../examples.ts';
import { writeData } from '../output.ts';
import { gatewayFlag } from '../service-flags.ts';

export function registerTokenCommand(program: Command, env: NodeJS.ProcessEnv): void {
  withExamples(
    program
      .command('token')
      .description('Print an access token of a demo persona (app, analyst, steward, fraud-analyst).')
      .requiredOption('--persona <id>', 'who to be')
      .addOption(gatewayFlag())
      .action(async ({ persona, url }: { persona: string; url: URL }) => {
        if (env.NODE_ENV === 'production')
          throw new GordianError('NOT_FOUND', 'Demo tokens do not exist in production; ask your identity provider.');
        writeData(`${await fetchToken(url, persona)}\n`);
      }),
    'gordian token --persona analyst',
    'gordian token --persona steward --output token.txt',
  );
}

async function fetchToken(gateway: URL, persona: string): Promise<string> {
  const answer = await request(new URL('/playground/token', gateway), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ persona }),
  }).catch((cause: Error) => {
    throw new GordianError(
      'NOT_READY',
      `No gateway answers at ${gateway.origin}. Start one with npm start, or name another with --url.`,
      { cause },
    );
  });
  const body = (await answer.body.json()) as { accessToken?: string; errors?: { message: string }[] };
  if (body.accessToken) return body.accessToken;
  throw new GordianError(
    'NOT_FOUND',
    body.errors?.[0]?.message ?? `The gateway answered with status ${answer.statusCode}.`,
  );
}
