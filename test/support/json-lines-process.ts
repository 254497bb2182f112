// A Node process under test that writes JSON lines, as all our processes do.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type Line = Readonly<Record<string, unknown>>;

export interface JsonLinesProcess {
  readonly pid: number;
  /** All lines so far. */
  readonly lines: readonly Line[];
  /** The first line with this event, past or future; rejects with the output when the process ends before. */
  event(name: string): Promise<Line>;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  kill(signal: NodeJS.Signals): void;
  /** Closes the channel to this process, as the death of a launcher does. */
  disconnect(): void;
}

export interface ProcessOptions {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
  readonly cwd?: string;
}

export function startJsonLinesProcess({ args, env, ...rest }: ProcessOptions): JsonLinesProcess {
  const child = spawn(process.execPath, [...args], {
    ...rest,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lines: Line[] = [];
  const waiting = new Set<() => void>();
  const output = follow(child, (line) => {
    lines.push(line);
    for (const look of waiting) look();
  });
  // Not the event `close`: it does not come when the channel was closed from this side.
  const ended = Promise.all([once(child, 'exit'), output]).then(
    ([[code, signal]]) => (code ?? signal) as number | string,
  );
  return {
    pid: child.pid!,
    lines,
    ended,
    event: (name) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const line = lines.find((candidate) => candidate.event === name);
          if (line) resolve(line);
        };
        waiting.add(look);
        look();
        ended.then((how) =>
          reject(new Error(`The process ended with ${how} before "${name}":\n${JSON.stringify(lines)}`)),
        );
      }),
    kill: (signal) => void child.kill(signal),
    disconnect: () => child.disconnect(),
  };
}

/** Resolves when both streams have ended. */
async function follow(child: ChildProcess, onLine: (line: Line) => void): Promise<void> {
  const streams = [child.stdout!, child.stderr!].map(async (input) => {
    for await (const text of createInterface({ input })) onLine(text.startsWith('{') ? JSON.parse(text) : { text });
  });
  await Promise.all(streams);
}
