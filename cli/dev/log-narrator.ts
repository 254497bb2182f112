// What `gordian dev` makes of the logs of its processes: the outcome of changed rules, a new graph in the gateway, and faults of
// resolvers. Everything else stays in the log files.
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LogLine } from '../stack/supervised-process.ts';
import type { DevReport } from './dev-report.ts';

interface LoggedError {
  readonly message?: string;
  readonly stack?: string;
}

/** @returns for a process, what its lines are to be given to */
export function createLogNarrator(report: DevReport, root: string): (name: string) => (line: LogLine) => void {
  return (name) => {
    let served = false;
    return (line) => {
      const { event, level, msg, err } = line as { event?: string; level?: string; msg?: string; err?: LoggedError };
      if (event === 'policy.serving') tellRules();
      else if (event === 'policy.refused') refuseRules(err?.message ?? String(msg));
      else if (name === 'gateway' && event === 'generation') report.solved('graph', 'is mended');
      else if (name === 'gateway' && /the supergraph is refused/.test(msg ?? ''))
        report.problem('graph', `the gateway refuses it; the last good one keeps serving\n${err?.message ?? ''}`);
      else if (level === 'error' && served) report.say(name, `${msg}${describe(err, root)}`);
      if (event === 'listening') served = true;
    };

    function tellRules(): void {
      const subject = rulesOf(name);
      if (report.problems().has(subject)) report.solved(subject, 'the rules serve again');
      else if (name === 'gateway' && served) report.say('policies', 'the changed rules serve');
    }

    /** Every process reads the same files: what one has said the others need not repeat. */
    function refuseRules(message: string): void {
      const text = `the rules are refused; the last good ones keep serving\n${message}`;
      const isKnown = [...report.problems()].some(([subject, told]) => subject !== rulesOf(name) && told === text);
      if (!isKnown) report.problem(rulesOf(name), text);
    }
  };
}

function rulesOf(name: string): string {
  return name === 'gateway' ? 'policies' : `policies@${name}`;
}

/** The error and where in the project it came from. */
function describe(error: LoggedError | undefined, root: string): string {
  if (!error?.message) return '';
  const place = [...(error.stack ?? '').matchAll(/\(?((?:file:\/\/)?\/[^\s()]+):(\d+):(\d+)\)?/g)]
    .map(([, file, line, column]) => ({ file: withinProject(file!, root), line, column }))
    .find(({ file }) => file !== null);
  return `\n${error.message}${place ? `\n    at ${place.file}:${place.line}:${place.column}` : ''}`;
}

function withinProject(file: string, root: string): string | null {
  const path = relative(root, file.startsWith('file:') ? fileURLToPath(file) : file);
  return path.startsWith('..') || /(^|[/\\])(node_modules|dist|\.gordian)[/\\]/.test(path)
    ? null
    : path.split(sep).join('/');
}
