// JSON log lines for every process. Redaction works on the finished line, so a secret is masked however deep it sits
// and whoever logged it. Nobody logs variables, rows or request bodies: there is no personal data to redact.

import { randomUUID } from 'node:crypto';
import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export interface LogOptions {
  /** The process: `gateway`, `customers`, ... */
  readonly name: string;
  readonly level?: LogLevel;
  /** Defaults to standard output. */
  readonly destination?: DestinationStream;
}

export function createLog(options: LogOptions): Log {
  const settings = {
    name: options.name,
    level: options.level ?? 'info',
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: { streamWrite: redact },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings);
}

export const silentLog: Log = pino({ level: 'silent' });

const acceptableRequestId = /^[\w.:-]{8,128}$/;

/** The id sent by the caller's proxy if it looks like an id, otherwise a new one. Log lines can be forged by no header. */
export function requestId(offered: unknown): string {
  return typeof offered === 'string' && acceptableRequestId.test(offered) ? offered : randomUUID();
}

const redactions: readonly (readonly [RegExp, string])[] = [
  [
    /"(authorization|cookie|set-cookie|password|secret|token|[a-z_]*(?:_token|_secret|Token|Secret|Password))":"(?:\\.|[^"\\])*"/gi,
    '"$1":"[redacted]"',
  ],
  [/\b(bearer\s+)[\w.~+/=-]{16,}/gi, '$1[redacted]'],
  [/\b(Basic\s+)[\w+/=-]{8,}/g, '$1[redacted]'],
  [/\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g, '[redacted]'],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/"@]+@/gi, '$1[redacted]@'],
];

/** Masks tokens, passwords and credentials in URLs within one finished log line. */
export function redact(line: string): string {
  return redactions.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
}
