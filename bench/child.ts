// A child process that answers questions over IPC and ends with us.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Child {
  /** @throws when the process ends, or says nothing for half a minute */
  ask<Answer>(question: string): Promise<Answer>;
  /** Null while it runs; else how it ended, with the last words of its log. */
  end(): string | null;
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly script: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Loads under-test.ts into it. The subgraphs answer other questions, and of two listeners the first would take them. */
  readonly isUnderTest?: boolean;
  readonly cwd: string;
  /** Receives what it prints. */
  readonly logFile: string;
}

const answerWithinMs = 30_000;
const lastWordsLength = 300;

export function startChild(options: ChildOptions): Child {
  const child = forkChild(options);
  const end = () => endOf(child, options.logFile);
  return {
    end,
    ask: (question) => ask(child, question, end),
    async stop() {
      if (end() !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await once(child, 'exit');
      clearTimeout(timer);
    },
  };
}

function forkChild({ script, args = [], environment = {}, isUnderTest = false, cwd, logFile }: ChildOptions) {
  const output = openSync(logFile, 'a');
  return fork(script, args, {
    cwd,
    env: { ...process.env, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: '1', ...environment },
    execArgv: isUnderTest ? ['--import', join(import.meta.dirname, 'under-test.js')] : [],
    stdio: ['ignore', output, output, 'ipc'],
  });
}

function endOf({ exitCode, signalCode }: ChildProcess, logFile: string): string | null {
  if (exitCode === null && signalCode === null) return null;
  const lastWords = readFileSync(logFile, 'utf8').trim().slice(-lastWordsLength).replaceAll('\n', ' ');
  return `ended with ${exitCode ?? signalCode}: ${lastWords}`;
}

function ask<Answer>(child: ChildProcess, question: string, end: () => string | null): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new Error(`no answer to "${question}"`))), answerWithinMs);
    const onMessage = (answer: unknown) => settle(() => resolve(answer as Answer));
    const onExit = () => settle(() => reject(new Error(`a process under test ${end()}`)));
    const settle = (done: () => void) => {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onExit);
      done();
    };
    child.once('message', onMessage).once('exit', onExit);
    if (end() === null) child.send(question);
    else onExit();
  });
}
