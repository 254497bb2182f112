// One process of the stack: started, watched, its log kept in a file, started again when it dies, stopped on request.
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type ErrorCode, errorTable, GordianError } from '../../kit/errors.ts';

export interface ProcessDescription {
  readonly name: string;
  /** The compiled script and its arguments. */
  readonly arguments: readonly string[];
  /** The whole environment of the process: nothing is inherited by accident. */
  readonly environment: Readonly<Record<string, string>>;
  /** Working directory: the project that the process works for. The launcher's own when absent. */
  readonly cwd?: string;
  readonly logFile: string;
}

/** What a process logs, as JSON. */
export type LogLine = Readonly<Record<string, unknown>>;

export interface SupervisedProcess {
  readonly name: string;
  /** Resolves with the process's URL when it says that it listens; rejects when it ends before. */
  readonly ready: Promise<string>;
  /** Pid of the process that runs now. */
  pid(): number | undefined;
  /** SIGTERM, then SIGKILL after `graceMs`. Resolves when the process is gone. */
  stop(graceMs?: number): Promise<void>;
}

export type ProcessEvent =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'died'; readonly exit: string; readonly restartInMs: number | null };

const maxRestartsPerMinute = 5;

/** Starts the process and keeps it running until `stop`. `onEvent` hears of progress and deaths, `onLine` of all that it logs. */
export function superviseProcess(
  description: ProcessDescription,
  onEvent: (event: ProcessEvent) => void,
  onLine: (line: LogLine) => void = () => {},
): SupervisedProcess {
  const log = createWriteStream(description.logFile, { flags: 'a', mode: 0o600 });
  let becomeReady!: (url: string) => void;
  let failToStart!: (reason: Error) => void;
  const ready = new Promise<string>((resolve, reject) => {
    becomeReady = resolve;
    failToStart = reject;
  });
  // Whoever waits for `ready` hears of the failure; nobody waiting yet is no reason to end the launcher.
  ready.catch(() => undefined);
  const deaths: number[] = [];
  let stopping = false;
  let listening = false;
  let restartTimer: NodeJS.Timeout | undefined;
  let child = start();

  function start(): ChildProcess {
    const started = spawnNode(description);
    const tail = followOutput(started, log, (line) => {
      onLine(line);
      if (line.event === 'listening') {
        listening = true;
        becomeReady(String(line.url));
      }
      if (line.event === 'seed.progress')
        onEvent({ kind: 'progress', done: Number(line.done), total: Number(line.total) });
    });
    // Not at `exit`: its last words may still be in the pipe then.
    started.once('close', (code, signal) => {
      if (!stopping) died(signal ?? `exit code ${code}`, tail());
    });
    return started;
  }

  function died(exit: string, lastWords: LastWords): void {
    if (!listening) {
      failToStart(endedEarly(description, exit, lastWords));
      return;
    }
    const now = Date.now();
    deaths.push(now);
    const recent = deaths.filter((at) => now - at < 60_000).length;
    const restartInMs = recent > maxRestartsPerMinute ? null : 250 * 2 ** (recent - 1);
    onEvent({ kind: 'died', exit, restartInMs });
    if (restartInMs !== null) restartTimer = setTimeout(() => (child = start()), restartInMs);
  }

  return {
    name: description.name,
    ready,
    pid: () => child.pid,
    async stop(graceMs = 10_000) {
      stopping = true;
      clearTimeout(restartTimer);
      await terminate(child, graceMs);
      log.end();
    },
  };
}

/**
 * Detached, so that Ctrl-C in the terminal reaches the launcher alone and the processes end in the launcher's order.
 * Should the launcher die, the closed IPC channel tells the process to end.
 */
function spawnNode({ arguments: arguments_, environment, cwd }: ProcessDescription): ChildProcess {
  return spawn(process.execPath, ['--enable-source-maps', ...arguments_], {
    env: environment,
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
  });
}

/** Copies the output to the log, hands every JSON line on, and remembers the last message worth showing. */
function followOutput(child: ChildProcess, log: WriteStream, onLine: (line: LogLine) => void): () => LastWords {
  let lastWords: LastWords = { text: '', code: 'CHILD_EXITED' };
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on('line', (text) => {
      log.write(`${text}\n`);
      const line = parseLogLine(text);
      if (line) onLine(line);
      if (isWorthShowing(line, text)) lastWords = lastWordsOf(line, text);
      else if (!line && isPlaceOf(lastWords, text)) lastWords = { ...lastWords, text: `${lastWords.text}\n${text}` };
    });
  }
  return () => lastWords;
}

interface LastWords {
  readonly text: string;
  /** Of the error that was logged, so that the user may look it up. */
  readonly code: ErrorCode;
}

/** Of a crash, Node writes the line of code, the error, its stack and its own version; what helps is the error. */
function isWorthShowing(line: LogLine | null, text: string): boolean {
  if (line) return line.level === 'error' || line.level === 'fatal';
  return text.trim() !== '' && !/^(\s|Node\.js v|\})/.test(text);
}

/** The first frame of the stack, below the error itself. */
function isPlaceOf({ text }: LastWords, frame: string): boolean {
  return /^\s+at .*:\d+:\d+\)?$/.test(frame) && /^(Uncaught )?\w*Error\b/.test(text) && !text.includes('\n');
}

function lastWordsOf(line: LogLine | null, text: string): LastWords {
  const { code, message } = (line?.err ?? {}) as { code?: unknown; message?: unknown };
  const words = String(line?.msg ?? text);
  if (typeof code === 'string' && Object.hasOwn(errorTable, code)) return { text: words, code: code as ErrorCode };
  // What is not an error of ours is not in the message.
  const isSaid = typeof message !== 'string' || words.includes(message);
  return { text: isSaid ? words : `${words} ${message}`, code: 'CHILD_EXITED' };
}

function parseLogLine(text: string): LogLine | null {
  if (!text.startsWith('{')) return null;
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return null;
  }
}

function endedEarly({ name, logFile }: ProcessDescription, exit: string, { text, code }: LastWords): GordianError {
  return new GordianError(
    code,
    `The process "${name}" ended before it was ready (${exit}). ${text}\nIts log: ${logFile}`,
  );
}

async function terminate(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await gone;
  clearTimeout(timer);
}
