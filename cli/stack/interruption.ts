// When a launcher is to end: on Ctrl-C, when it is told to, and when npm, which started it, is gone.

export function interruptedBySignal(env: NodeJS.ProcessEnv): AbortSignal {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interruption.abort());
  if (env.npm_lifecycle_event) whenParentIsGone(() => interruption.abort());
  return interruption.signal;
}

const parentCheckMs = 1_000;

/** Between npm and its script stands a shell, which dies of a signal without passing it on. */
function whenParentIsGone(end: () => void): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(), parentCheckMs).unref();
}

export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Waits for `work`, or until the start is given up. @throws the reason of the signal */
export async function interruptible<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (!signal) return work;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

/** What a process needs of the shell's environment to run at all; nothing else reaches it. */
export function pickEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const wanted = ['PATH', 'SystemRoot', 'TZ', 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(wanted.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}
