// What `gordian dev` makes of the logs of its processes: the outcome of changed rules, a new graph in the gateway, and faults of
// resolvers. Everything else stays in the log files.
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { platformSubgraph } from '../../schema/project-subgraphs.ts';
import type { LogLine } from '../stack/supervised-process.ts';
import type { DevReport } from './dev-report.ts';

interface LoggedError {
  readonly message?: string;
  readonly stack?: string;
}

/** @returns for a process, what its lines are to be given to */
export function createLogNarrator(report: DevReport, root: string): (name: string) => (line: LogLine) => void {
  /** Processes that refuse the rules as they are; all of them read the same files. */
  const refusing = new Set<string>();

  const refuseRules = (name: string, message: string): void => {
    refusing.add(name);
    // What one has said the others need not repeat in their words.
    if (refusing.size === 1) report.problem('policies', `are refused; the last good rules keep serving\n${message}`);
  };

  const acceptRules = (name: string, isChange: boolean): void => {
    refusing.delete(name);
    if (refusing.size > 0 || report.solved('policies', 'the rules serve')) return;
    if (isChange) report.say('policies', 'the changed rules serve');
  };

  return (name) => {
    let listens = false;
    let artefact: unknown;
    let told = '';

    const tellGraph = (line: LogLine): void => {
      const isNew = artefact !== undefined && artefact !== line.artefact;
      artefact = line.artefact;
      if (!report.solved(name, 'serves the new graph') && isNew) report.say(name, 'serves the new graph');
    };

    const tellFault = (text: string): void => {
      if (text !== told) report.say(name, text);
      told = text;
    };

    return (line) => {
      const {
        event,
        level,
        msg = '',
        err,
      } = line as { event?: string; level?: string; msg?: string; err?: LoggedError };
      if (event === 'policy.serving') acceptRules(name, name === 'gateway' && listens);
      else if (event === 'policy.refused') refuseRules(name, err?.message ?? msg);
      else if (name === 'gateway' && event === 'generation') tellGraph(line);
      else if (name === 'gateway' && msg.startsWith('the supergraph is refused'))
        report.problem(name, `refuses the new graph; the last good one keeps serving\n${err?.message ?? ''}`);
      // Of the metadata service only its log speaks: it is nobody's work here.
      else if (level === 'error' && listens && name !== platformSubgraph) tellFault(`${msg}${describe(err, root)}`);
      if (event === 'listening') listens = true;
    };
  };
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
