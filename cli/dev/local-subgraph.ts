// A subgraph of the project that runs here: built, started, and replaced when its files change. What does not build, or ends before it
// is ready, is told, and the former process goes on.
import { join } from 'node:path';
import { compiledSubgraph, describeSubgraph, type StackContext } from '../stack/stack-processes.ts';
import type { LogLine, ProcessEvent } from '../stack/supervised-process.ts';
import { buildSubgraph } from './build-subgraph.ts';
import type { DevReport } from './dev-report.ts';
import { createReplaceableProcess } from './replaceable-process.ts';

export interface LocalSubgraphOptions {
  readonly name: string;
  /** Of the project. */
  readonly root: string;
  /** Within the project, for what is built. */
  readonly buildFolder: string;
  /** It comes compiled with the package, whatever the project's sources say. */
  readonly isPlatform: boolean;
  readonly context: StackContext;
  readonly report: DevReport;
  readonly onLine: (line: LogLine) => void;
  /** As the domain's own role; asked for at every start, because the schema may have been thrown away. */
  readonly databaseUrl: () => Promise<string>;
  /** Further settings of its process, asked for at every start. */
  readonly settings: () => Readonly<Record<string, string>>;
}

export interface LocalSubgraph {
  readonly name: string;
  /**
   * Builds it, and starts it where another script comes of it.
   * @param evenIfSame also when the script is the same: schema, contracts or migrations have changed
   * @returns whether the files as they are serve now
   */
  reload(evenIfSame: boolean): Promise<boolean>;
  /** Files of the project that it is made of. */
  inputs(): readonly string[];
  isServing(): boolean;
  stop(): Promise<void>;
}

/** @throws GordianError PORT_IN_USE */
export async function createLocalSubgraph(options: LocalSubgraphOptions): Promise<LocalSubgraph> {
  const { name, root, context, report } = options;
  const process = await createReplaceableProcess(context.ports.get(name)!, {
    onEvent: tellDeaths(options),
    onLine: options.onLine,
  });
  let serving: string | null = null;
  let inputs: readonly string[] = [];

  const former = () => (process.isServing() ? '\nThe former process keeps serving.' : '');

  const script = async (): Promise<string | null> => {
    if (options.isPlatform) return compiledSubgraph(name);
    const built = await buildSubgraph(root, name, options.buildFolder);
    if (!built.ok) {
      report.problem(name, `does not build\n${built.problems}${former()}`);
      return null;
    }
    inputs = built.inputs;
    return built.script;
  };

  const start = async (script: string): Promise<boolean> => {
    const startedAt = Date.now();
    try {
      const launch = { script, databaseUrl: await options.databaseUrl(), cwd: root, settings: options.settings() };
      await process.replaceBy((port) => describeSubgraph(context, name, { ...launch, port }));
    } catch (error) {
      report.problem(name, `does not start\n${withinProject(whatNow(options, error as Error), root)}${former()}`);
      return false;
    }
    serving = script;
    const tookSeconds = ((Date.now() - startedAt) / 1_000).toFixed(1);
    const message = `serves (started in ${tookSeconds} s)`;
    if (!report.solved(name, message)) report.say(name, message);
    return true;
  };

  return {
    name,
    async reload(evenIfSame) {
      const next = await script();
      if (next === null) return false;
      if (next !== serving || evenIfSame) return start(next);
      report.solved(name, 'is mended: what served all along is what the files say again');
      return true;
    },
    inputs: () => [join('subgraphs', name), ...inputs],
    isServing: process.isServing,
    stop: process.stop,
  };
}

function tellDeaths({ name, report, context }: LocalSubgraphOptions): (event: ProcessEvent) => void {
  return (event) => {
    if (event.kind !== 'died') return;
    const log = join(context.stateDirectory, 'logs', `${name}.log`);
    if (event.restartInMs === null)
      report.problem(
        name,
        `keeps dying (${event.exit}) and stays down until one of its files changes. Its log: ${log}`,
      );
    else report.say(name, `died (${event.exit}); starting it again. Its log: ${log}`);
  };
}

/** Places as an editor finds them from there. */
function withinProject(message: string, root: string): string {
  return message.replaceAll(`${root}/`, '');
}

/** A migration that has run cannot be run again; where the data is for trying out, it may go. */
function whatNow({ name, isPlatform }: LocalSubgraphOptions, error: Error): string {
  const { message, code } = error as Error & { code?: string };
  if (code !== 'MIGRATION_INVALID') return message;
  // Without the platform nothing goes on that could be typed into.
  const typed = isPlatform ? '' : `type "reset ${name}" here, or `;
  return `${message}\nOr throw away the data of ${name}, and all its migrations run anew: ${typed}start with gordian dev --reset ${name}`;
}
