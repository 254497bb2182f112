// JSON log lines for every process. Redaction works on the finished line, so a secret is masked however deep it sits
// and whoever logged it. Nobody logs variables, rows or request bodies: there is no personal data to redact.
// Lines are written at once, except those of events that come with every request: they wait for each other.

import { randomUUID } from 'node:crypto';
import { type DestinationStream, type Logger, pino } from 'pino';
import { createLineWriter } from './line-writer.ts';

export type Log = Logger;
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export interface LogOptions {
  /** The process: `gateway`, `customers`, ... */
  readonly name: string;
  readonly level?: LogLevel;
  /** Defaults to standard output. */
  readonly destination?: DestinationStream;
  /** Values of `event` whose lines may wait for others, see {@link waitingMs}; all other lines are written at once. */
  readonly frequentEvents?: readonly string[];
}

/** A line of a frequent event waits at most this long. A process that is killed loses what waits; one that ends or crashes does not. */
const waitingMs = 100;
/** What may wait while nobody reads the output. Beyond, lines are dropped, and a later line says how many. */
const maxCharacters = 4 * 1024 * 1024;

export function createLog(options: LogOptions): Log {
  const settings = {
    name: options.name,
    level: options.level ?? 'info',
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: { streamWrite: redact },
  };
  const { frequentEvents, destination } = options;
  if (destination) return pino(settings, destination);
  return frequentEvents ? pino(settings, standardOutput(new Set(frequentEvents))) : pino(settings);
}

/** What pino leaves on a destination that asks for it: the object of the line that it is about to write. */
interface Metadata {
  lastObj?: { readonly event?: unknown } | null;
  lastLevel?: number;
}

function standardOutput(frequentEvents: ReadonlySet<unknown>): DestinationStream {
  const writer = createLineWriter(1, {
    waitingMs,
    maxCharacters,
    lineForDropped: droppedLine,
  });
  const destination: DestinationStream & Metadata & { flushSync(): void } = {
    lastObj: null,
    write(line) {
      // After a fatal line pino flushes; a write on its way could not be waited for.
      const isFatal = destination.lastLevel === pino.levels.values.fatal;
      writer.write(line, !isFatal && !frequentEvents.has(destination.lastObj?.event));
    },
    flushSync: writer.flushSync,
  };
  return Object.assign(destination, { [Symbol.for('pino.metadata')]: true });
}

function droppedLine(lines: number): string {
  const time = new Date().toISOString();
  const msg = 'Log lines were dropped, because nobody read them in time.';
  return `${JSON.stringify({ level: 'warn', time, event: 'log.dropped', lines, msg })}\n`;
}

export const silentLog: Log = pino({ level: 'silent' });

const acceptableRequestId = /^[\w.:-]{8,128}$/;

/** The id sent by the caller's proxy if it looks like an id, otherwise a new one. Log lines can be forged by no header. */
export function requestId(offered: unknown): string {
  return typeof offered === 'string' && acceptableRequestId.test(offered) ? offered : randomUUID();
}

interface Redaction {
  /** In lower case, one for each way in which the pattern may begin to fit; most lines have none. */
  readonly marks: readonly string[];
  readonly pattern: RegExp;
  readonly replacement: string;
}

const redactions: readonly Redaction[] = [
  {
    marks: ['authorization"', 'cookie"', 'password"', 'secret"', 'token"'],
    pattern:
      /"(authorization|cookie|set-cookie|password|secret|token|[a-z_]*(?:_token|_secret|Token|Secret|Password))":"(?:\\.|[^"\\])*"/gi,
    replacement: '"$1":"[redacted]"',
  },
  { marks: ['bearer'], pattern: /\b(bearer\s+)[\w.~+/=-]{16,}/gi, replacement: '$1[redacted]' },
  { marks: ['basic'], pattern: /\b(Basic\s+)[\w+/=-]{8,}/g, replacement: '$1[redacted]' },
  { marks: ['eyj'], pattern: /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g, replacement: '[redacted]' },
  { marks: ['://'], pattern: /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/"@]+@/gi, replacement: '$1[redacted]@' },
];

/** Masks tokens, passwords and credentials in URLs within one finished log line. */
export function redact(line: string): string {
  const lowerCase = line.toLowerCase();
  let redacted = line;
  for (const { marks, pattern, replacement } of redactions)
    if (marks.some((mark) => lowerCase.includes(mark))) redacted = redacted.replace(pattern, replacement);
  return redacted;
}
