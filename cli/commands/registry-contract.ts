// `gordian contract check` and `gordian contract register`: what the registry says of a subgraph folder, and its registration. What
// it says is data, so it goes to stdout; the verdict in one line goes to stderr.
import { basename, dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { createServiceToken } from '../../kit/service-token.ts';
import type { SubgraphFolder } from '../../schema/subgraph-folders.ts';
import { exitCodes } from '../exit-codes.ts';
import { type ReportFormat, reportFormatOption } from '../problem-report.ts';
import { askRegistry, type RegistryAnswer } from '../registry-client.ts';
import { readSubgraphsOf } from '../text-files.ts';
import { parseUrl } from '../url-flag.ts';
import { reportAnswer, verdictLine } from './registry/answer-report.ts';

interface RegistryFlags {
  readonly registry: URL;
  readonly token?: string;
  readonly tokenUrl?: string;
  readonly clientId: string;
  readonly routing?: string;
  readonly revision: string;
  readonly format: ReportFormat;
}

interface RegisterFlags extends RegistryFlags {
  readonly force: boolean;
  readonly acceptUnknown: boolean;
  readonly reason?: string;
  readonly idempotencyKey?: string;
}

export function addRegistryVerbs(contract: Command, environment: NodeJS.ProcessEnv): void {
  const verb = (usage: string, description: string) =>
    contract
      .command(usage)
      .description(description)
      .option('--registry <url>', 'the metadata service', parseUrl, new URL('http://127.0.0.1:4006'))
      .option('--token <token>', 'who you are; GORDIAN_TOKEN when it is left out')
      .option('--token-url <url>', 'OAuth2 token endpoint, in place of a token')
      .option('--client-id <id>', 'OAuth2 client; its secret is read from GORDIAN_CLIENT_SECRET', 'registrar')
      .option(
        '--routing <url>',
        'where the gateway finds the subgraph, if it is new or moves; {name} stands for its name',
      )
      .option('--revision <commit>', 'the commit', 'working-tree')
      .addOption(reportFormatOption(environment));

  verb(
    'check <folder>',
    'Ask the registry what registering a subgraph would mean: whom its changes break, and which version they need.',
  )
    .addHelpText('after', '\nExample:\n  gordian contract check subgraphs/orders --format md')
    .action(async (folder: string, flags: RegistryFlags) => {
      const access = { url: flags.registry, token: await tokenOf(flags, environment) };
      print(await askRegistry(access, 'check', submissionOf(folder, flags)), flags.format);
    });
  verb('register <folder>', 'Register a subgraph: its contracts and its schema, all or nothing.')
    .option('--force', 'go ahead although it breaks somebody who has not agreed (scope gordian:contract:force)', false)
    .option('--accept-unknown', 'go ahead although nobody knows whom it breaks', false)
    .option('--reason <text>', 'why; for the record')
    .option('--idempotency-key <key>', 'the same key again gets the same answer')
    .addHelpText('after', '\nExample:\n  gordian contract register subgraphs/orders --revision $(git rev-parse HEAD)')
    .action(async (folder: string, flags: RegisterFlags) => {
      const access = { url: flags.registry, token: await tokenOf(flags, environment) };
      const { force, acceptUnknown, reason, idempotencyKey } = flags;
      const goingAhead = { force, acceptUnknown, ...(reason === undefined ? {} : { reason }) };
      const submission = { ...submissionOf(folder, flags), ...goingAhead };
      print(await askRegistry(access, 'register', submission, idempotencyKey), flags.format);
    });
}

async function tokenOf({ token, tokenUrl, clientId }: RegistryFlags, env: NodeJS.ProcessEnv): Promise<string> {
  const given = token ?? env.GORDIAN_TOKEN;
  if (given) return given;
  const clientSecret = env.GORDIAN_CLIENT_SECRET;
  if (tokenUrl && clientSecret) return createServiceToken({ tokenUrl, clientId, clientSecret })();
  throw new GordianError(
    'UNAUTHENTICATED',
    'The registry answers clients only: give --token or GORDIAN_TOKEN, or --token-url and GORDIAN_CLIENT_SECRET.',
  );
}

function submissionOf(folder: string, { routing, revision }: RegistryFlags) {
  return {
    folders: [subgraphIn(folder)],
    urlOf: (name: string) => routing?.replaceAll('{name}', name) ?? null,
    sourceRevision: revision,
  };
}

function subgraphIn(folder: string): SubgraphFolder {
  const path = resolve(folder);
  const found = readSubgraphsOf(dirname(path)).find(({ name }) => name === basename(path));
  if (found) return found;
  throw new GordianError('CONFIG_INVALID', `${folder} holds no contract.yaml. Name the folder of one subgraph.`);
}

function print(answer: RegistryAnswer, format: ReportFormat): void {
  process.stdout.write(reportAnswer(answer, format));
  process.stderr.write(`${verdictLine(answer)}\n`);
  process.exitCode = answer.ok ? exitCodes.ok : exitCodes.findings;
}
