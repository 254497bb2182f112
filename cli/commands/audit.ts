// `gordian audit tail|who-saw|export|verify`: what was done and seen, for auditors. `verify` takes the chain from the metadata
// service and checks it here, so that nobody has to be believed; `tail` and `who-saw` ask the graph.
import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { request } from 'undici';
import { GordianError } from '../../kit/errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { askGraph } from '../graph-client.ts';
import { writeData } from '../output.ts';
import { textTable } from '../text-table.ts';
import { parseUrl } from '../url-flag.ts';
import { type ChainHead, checkExport, type ExportCheck } from './audit/check-export.ts';

interface Asker {
  readonly url: URL;
  readonly token?: string;
}

interface Tailing extends Asker {
  readonly last: number;
  readonly actor?: string;
  readonly action?: string;
  readonly request?: string;
}

interface Asking extends Asker {
  readonly key?: string;
  readonly from: Date;
  readonly to: Date;
}

interface TailedEntry {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly requestId: string | null;
}

interface Sighting {
  readonly actor: string;
  readonly issuer: string | null;
  readonly verdict: string;
  readonly firstAt: string;
  readonly lastAt: string;
}

const metadataUrl = 'http://127.0.0.1:4006';

export function registerAuditCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const audit = program
    .command('audit')
    .description('What was done and seen, for auditors (scope gordian:audit:read).');
  const as = ({ url, token = env.GORDIAN_TOKEN }: Asker) => ({ url, token: token ?? refuseWithoutToken() });
  const verb = (usage: string, description: string, what: string, url: string) =>
    audit
      .command(usage)
      .description(description)
      .option('--url <url>', what, parseUrl, new URL(url))
      .option('--token <token>', 'who you are; GORDIAN_TOKEN when it is left out');
  const onGraph = (usage: string, description: string) =>
    verb(usage, description, 'the gateway', 'http://127.0.0.1:4000');
  const onMetadata = (usage: string, description: string) =>
    verb(usage, description, 'the metadata service (not the gateway)', metadataUrl);

  onGraph('tail', 'The newest entries.')
    .option('--last <n>', 'how many', parseCount, 20)
    .option('--actor <subject>', 'of one caller, service or gateway')
    .option('--action <name>', 'such as operation.answered or registry.published')
    .option('--request <id>', 'the decisionId of an operation')
    .action(async ({ last, actor, action, request: requestId, ...asker }: Tailing) => {
      const answer = await askGraph<{ auditEvents: { nodes: TailedEntry[] } }>(as(asker), tailDocument, {
        last,
        filter: { actor, action, requestId },
      });
      writeData(textTable(answer.auditEvents.nodes, tailColumns));
    });

  onGraph('who-saw <what>', 'Who was shown a field (Customer.email), or protected fields of one entity (Customer).')
    .option('--key <key>', 'of the entity, such as CG-12520')
    .option('--from <instant>', 'ISO-8601', parseInstant, new Date('2000-01-01'))
    .option('--to <instant>', 'ISO-8601, left out itself', parseInstant, new Date('2100-01-01'))
    .action(async (what: string, { key, from, to, ...asker }: Asking) => {
      const span = { from: from.toISOString(), to: to.toISOString() };
      const answer =
        key === undefined
          ? await askGraph<{ seen: Sighting[] }>(as(asker), whoSawDocument, { what, ...span })
          : await askGraph<{ seen: Sighting[] }>(as(asker), whoSawEntityDocument, { what, key, ...span });
      writeData(textTable(answer.seen, sightingColumns));
    });

  onMetadata('export', 'The whole chain as NDJSON.')
    .option('--out <file>', 'instead of the standard output')
    .action(async ({ out, ...asker }: Asker & { out?: string }) => {
      await pipeline(await download(as(asker)), out === undefined ? process.stdout : createWriteStream(out));
    });

  onMetadata('verify', 'Computes every hash again, and compares the end with the one that was seen last.')
    .option('--file <file>', 'an export, instead of asking the metadata service')
    .option('--head <file>', 'keeps the end of the chain for the next time', '.gordian/audit-head.json')
    .action(async ({ file, head, ...asker }: Asker & { file?: string; head: string }) => {
      const source = file === undefined ? await download(as(asker)) : createReadStream(file);
      const check = await checkExport(createInterface({ input: source }), readHead(head));
      tell(check);
      if (check.problem === null) keepHead(head, check.head);
      else process.exitCode = exitCodes.findings;
    });
}

const tailDocument = `query($last: Int!, $filter: AuditFilter) {
  auditEvents(first: $last, filter: $filter) { nodes { seq at actor action target requestId } }
}`;
const whoSawDocument = `query($what: SchemaCoordinate!, $from: DateTime!, $to: DateTime!) {
  seen: whoSaw(coordinate: $what, from: $from, to: $to) { actor issuer verdict firstAt lastAt }
}`;
const whoSawEntityDocument = `query($what: String!, $key: String!, $from: DateTime!, $to: DateTime!) {
  seen: whoSawEntity(type: $what, key: $key, from: $from, to: $to) { actor issuer verdict firstAt lastAt }
}`;

const tailColumns: Readonly<Record<string, (entry: TailedEntry) => string>> = {
  seq: ({ seq }) => String(seq),
  at: ({ at }) => at,
  actor: ({ actor }) => actor,
  action: ({ action }) => action,
  id: ({ requestId, target }) => requestId ?? target,
};

const sights: Readonly<Record<string, string>> = {
  SHOWN: 'the value',
  MASKED: 'a mask',
  USED: 'asked by it',
};

const sightingColumns: Readonly<Record<string, (sighting: Sighting) => string>> = {
  actor: ({ actor }) => actor,
  'vouched for by': ({ issuer }) => issuer ?? '',
  saw: ({ verdict }) => sights[verdict] ?? verdict,
  first: ({ firstAt }) => firstAt,
  last: ({ lastAt }) => lastAt,
};

async function download({ url, token }: { readonly url: URL; readonly token: string }): Promise<Readable> {
  const answer = await request(new URL('/audit/export', url), {
    headers: { authorization: `Bearer ${token}` },
    bodyTimeout: 0,
  }).catch((cause: Error) => {
    throw new GordianError('NOT_READY', `No metadata service answers at ${url.origin}; name another with --url.`, {
      cause,
    });
  });
  if (answer.statusCode === 200) return answer.body;
  await answer.body.dump();
  if (answer.statusCode === 401 || answer.statusCode === 403)
    throw new GordianError('FORBIDDEN', 'The export needs an access token with the scope gordian:audit:read.');
  throw new GordianError(
    'NOT_READY',
    answer.statusCode === 404
      ? `What answers at ${url.origin} does not keep the chain. Name the metadata service, not the gateway: --url ${metadataUrl}`
      : `The metadata service at ${url.origin} answered with status ${answer.statusCode}.`,
  );
}

function tell({ entries, head, problem }: ExportCheck): void {
  if (problem) writeData(`Entry ${problem.seq}: ${problem.text}. ${entries} entries before it are whole.\n`);
  else writeData(`${entries} entries are whole. The chain ends with ${head.hash}.\n`);
}

function readHead(file: string): ChainHead | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ChainHead) : null;
}

function keepHead(file: string, head: ChainHead): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(head));
}

function refuseWithoutToken(): never {
  throw new GordianError('UNAUTHENTICATED', 'Who are you? Give an access token with --token or in GORDIAN_TOKEN.');
}

function parseCount(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('that is no number between 1 and 999.');
}

function parseInstant(text: string): Date {
  const instant = new Date(text);
  if (!Number.isNaN(instant.getTime())) return instant;
  throw new InvalidArgumentError('that is no instant such as 2026-11-22T10:00:00Z.');
}
