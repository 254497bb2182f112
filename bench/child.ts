// A child process that answers questions over IPC and ends with us.
import { fork } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';

export interface Child {
  ask<Answer>(question: string): Promise<Answer>;
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly script: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Lets it tell what it uses. The subgraphs answer other questions, and of two listeners the first would take them. */
  readonly isMeasured?: boolean;
  /** Where to write a CPU profile. */
  readonly profileFolder?: string | undefined;
  readonly cwd: string;
  /** Receives what it prints. */
  readonly logFile: string;
}

const answerWithinMs = 30_000;

export function startChild({
  script,
  args = [],
  environment = {},
  isMeasured = false,
  profileFolder,
  cwd,
  logFile,
}: ChildOptions): Child {
  const output = openSync(logFile, 'a');
  const child = fork(script, args, {
    cwd,
    env: { ...process.env, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: '1', ...environment },
    execArgv: [
      ...(isMeasured ? ['--import', join(import.meta.dirname, 'usage-reporter.js')] : []),
      ...(profileFolder ? ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`] : []),
    ],
    stdio: ['ignore', output, output, 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    ask: <Answer>(question: string) =>
      new Promise<Answer>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${script} does not answer; see ${logFile}`)), answerWithinMs);
        child.once('message', (answer) => {
          clearTimeout(timer);
          resolve(answer as Answer);
        });
        child.send(question);
      }),
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(timer);
    },
  };
}
