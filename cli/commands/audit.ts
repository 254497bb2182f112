// `gordian audit tail|who-saw|export|verify`: what was done and seen, for auditors. `verify` takes the chain from the metadata
// service and checks it here, so that nobody has to be believed; `tail` and `who-saw` ask the graph.
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { withExamples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatFlag, listFormats } from '../format-flag.ts';
import { createGraphPrompt, type GraphOptions, type GraphPrompt } from '../graph-prompt.ts';
import { textOfList } from '../graph-text.ts';
import { writeData, writeDataFrom, writeJson } from '../output.ts';
import { registryFlag, requireToken, tokenFlag } from '../service-flags.ts';
import { openTextFile } from '../text-files.ts';
import { checkExport, type ExportCheck } from './audit/check-export.ts';
import { downloadChain } from './audit/download-chain.ts';
import { keepHead, readHead } from './audit/known-head.ts';

interface Tailing extends GraphOptions {
  readonly last: number;
  readonly actor?: string;
  readonly action?: string;
  readonly request?: string;
}

interface Asking extends GraphOptions {
  readonly key?: string;
  readonly from: Date;
  readonly to: Date;
}

interface Sighting {
  readonly verdict: string;
  readonly [fact: string]: unknown;
}

interface ChainFlags {
  readonly registry: URL;
  readonly token?: string;
}

interface Verifying extends ChainFlags {
  readonly file?: string;
  readonly head: string;
  readonly format: string;
}

export function registerAuditCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const audit = program
    .command('audit')
    .description('What was done and seen, for auditors (scope gordian:audit:read).');
  const prompt = createGraphPrompt(audit, env);
  addTail(prompt);
  addWhoSaw(prompt);
  addExport(audit, env);
  addVerify(audit, env);
}

function addTail({ verb, list }: GraphPrompt): void {
  const tail = verb('tail', 'The newest entries.')
    .option('--last <n>', 'how many', parseCount, 20)
    .option('--actor <subject>', 'of one caller, service or gateway')
    .option('--action <name>', 'such as operation.answered or registry.published')
    .option('--request <id>', 'the decisionId of an operation')
    .action(({ last, actor, action, request: requestId, ...options }: Tailing) =>
      list(options, tailDocument, { last, filter: { actor, action, requestId } }, tailColumns),
    );
  withExamples(tail, 'gordian audit tail --last 50', 'gordian audit tail --action registry.published --format json');
}

function addWhoSaw({ verb, ask }: GraphPrompt): void {
  const whoSaw = verb(
    'who-saw <what>',
    'Who was shown a field (Customer.email), or protected fields of one entity (Customer).',
  )
    .option('--key <key>', 'of the entity, such as CG-12520')
    .addOption(
      new Option('--from <instant>', 'ISO-8601').argParser(parseInstant).default(new Date('2000-01-01'), 'ever'),
    )
    .addOption(
      new Option('--to <instant>', 'ISO-8601, left out itself')
        .argParser(parseInstant)
        .default(new Date('2100-01-01'), 'now'),
    )
    .action(async (what: string, { key, from, to, ...options }: Asking) => {
      const span = { from: from.toISOString(), to: to.toISOString() };
      const { seen } = await (key === undefined
        ? ask<{ seen: Sighting[] }>(options, whoSawDocument, { what, ...span })
        : ask<{ seen: Sighting[] }>(options, whoSawEntityDocument, { what, key, ...span }));
      const rows = options.format === 'json' ? seen : seen.map((one) => ({ ...one, saw: sights[one.verdict] }));
      writeData(textOfList(rows, sightingColumns, options.format));
    });
  withExamples(whoSaw, 'gordian audit who-saw Customer.email', 'gordian audit who-saw Customer --key CG-12520');
}

function addExport(audit: Command, env: NodeJS.ProcessEnv): void {
  const verb = audit
    .command('export')
    .description('The whole chain as NDJSON.')
    .addOption(registryFlag())
    .addOption(tokenFlag())
    .action(async (flags: ChainFlags) => writeDataFrom(await chainOf(flags, env)));
  withExamples(verb, 'gordian audit export --output audit.ndjson');
}

function addVerify(audit: Command, env: NodeJS.ProcessEnv): void {
  const verb = audit
    .command('verify')
    .description('Computes every hash again, and compares the end with the one that was seen last.')
    .addOption(registryFlag())
    .addOption(tokenFlag())
    .option('--file <file>', 'an export, instead of asking the metadata service; - is standard input')
    .option('--head <file>', 'keeps the end of the chain for the next time', '.gordian/audit-head.json')
    .addOption(formatFlag(listFormats, env))
    .action(async ({ file, head, format, ...flags }: Verifying) => {
      const input = file === undefined ? await chainOf(flags, env) : openTextFile(file);
      const check = await checkExport(createInterface({ input }), readHead(head));
      if (format === 'json') writeJson({ ok: check.problem === null, ...check });
      else writeData(textOf(check));
      if (check.problem === null) keepHead(head, check.head);
      else process.exitCode = exitCodes.findings;
    });
  withExamples(verb, 'gordian audit verify', 'gordian audit verify --file audit.ndjson');
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

const tailColumns = { seq: 'seq', at: 'at', actor: 'actor', action: 'action', target: 'target', id: 'requestId' };

const sights: Readonly<Record<string, string>> = {
  SHOWN: 'the value',
  MASKED: 'a mask',
  USED: 'asked by it',
};

const sightingColumns = { actor: 'actor', 'vouched for by': 'issuer', saw: 'saw', first: 'firstAt', last: 'lastAt' };

function chainOf({ registry, token }: ChainFlags, env: NodeJS.ProcessEnv): Promise<Readable> {
  return downloadChain({ url: registry, token: requireToken(token, env) });
}

function textOf({ entries, head, problem }: ExportCheck): string {
  if (problem) return `Entry ${problem.seq}: ${problem.text}. ${entries} entries before it are whole.\n`;
  return `${entries} entries are whole. The chain ends with ${head.hash}.\n`;
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
