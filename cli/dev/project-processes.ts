// The processes of a project under development, and what a change of a file means for them: it is judged, then the process that it
// concerns is replaced, then the graph is registered.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { GordianError } from '../../kit/errors.ts';
import { resetDomain } from '../../kit/reset-domain.ts';
import { platformSubgraph } from '../../schema/project-subgraphs.ts';
import type { Ground, Undo } from '../stack/ground.ts';
import { loopback } from '../stack/ports.ts';
import type { StackContext } from '../stack/stack-processes.ts';
import { createChangeQueue } from './change-queue.ts';
import { createDevGraph } from './dev-graph.ts';
import type { DevOptions, DevSession } from './dev-options.ts';
import { readDevSection } from './dev-section.ts';
import type { GraphMembers } from './graph-members.ts';
import { createLocalGateway } from './local-gateway.ts';
import { createLocalSubgraph, type LocalSubgraph } from './local-subgraph.ts';
import { createLogNarrator } from './log-narrator.ts';
import { createStampedRegistration } from './stamped-registration.ts';
import { type StatusLine, statusText } from './status-text.ts';
import { watchProject } from './watch-project.ts';

export interface Surroundings {
  readonly members: GraphMembers;
  readonly context: StackContext;
  readonly ground: Ground;
}

export type ProjectProcesses = Pick<DevSession, 'status' | 'restart' | 'reset'> & {
  /** @throws GordianError when the metadata service does not start; everything else is told, and waits for a change */
  startAll(): Promise<void>;
  /** From now on changes of files have their effect. */
  follow(): Promise<void>;
};

const settingsFile = 'gordian.yaml';
const attachedAreAskedEveryMs = 1_000;

export async function createProjectProcesses(
  options: DevOptions,
  { members, context, ground }: Surroundings,
  undo: Undo,
): Promise<ProjectProcesses> {
  const { project, report } = options;
  const { root } = project;
  const { ports } = context;
  const narrate = createLogNarrator(report, root);
  const buildFolder = join('.gordian', 'build', String(ports.get('gateway')));
  rmSync(join(root, buildFolder), { recursive: true, force: true });
  let section = readDevSection(root);

  const gateway = await createLocalGateway({
    context,
    report,
    onLine: narrate('gateway'),
    keyFile: options.gatewayKeyFile,
  });
  const subgraphs = new Map<string, LocalSubgraph>();
  undo.push(async () => {
    await gateway.stop();
    await Promise.all([...subgraphs.values()].map((subgraph) => subgraph.stop()));
  });
  for (const name of members.local())
    subgraphs.set(
      name,
      await createLocalSubgraph({
        name,
        root,
        buildFolder,
        isPlatform: name === platformSubgraph,
        context,
        report,
        onLine: narrate(name),
        databaseUrl: () => ground.databaseOf(name),
        settings: () => section.environment[name] ?? {},
      }),
    );

  const registration = createStampedRegistration({
    access: async () => ({ url: new URL(loopback(ports, platformSubgraph)), token: await ground.registrarToken() }),
    urlOf: (name) => members.urlOf(name) ?? `${loopback(ports, name)}/graphql`,
    keptIn: join(options.stateDirectory, 'versions.json'),
  });
  const graph = createDevGraph(members, registration, report);

  const apply = async (paths: ReadonlySet<string>): Promise<void> => {
    if (paths.has(settingsFile)) await applySettings();
    tellNewFolders();
    const { isSound, changed } = await graph.judge();
    const failed = await reload(paths, changed, isSound);
    if (!isSound || changed.size === 0) return;
    const waitsFor = failed.filter((name) => changed.has(name));
    if (waitsFor.length === 0) await publish();
    else report.problem('graph', `stays as it is until ${waitsFor.join(' and ')} can serve the new schema`);
  };
  const changes = createChangeQueue(apply, (error) => report.problem('gordian', (error as Error).message));

  /** @returns those that could not be replaced */
  const reload = async (
    paths: ReadonlySet<string>,
    changed: ReadonlySet<string>,
    isSound: boolean,
  ): Promise<string[]> => {
    const results = [...subgraphs.values()].map(async (subgraph) => {
      const own = ownPaths(subgraph, paths);
      const isChanged = changed.has(subgraph.name);
      // Its process would read the files that were refused.
      if ((own.length === 0 && !isChanged) || (isChanged && !isSound)) return [];
      return (await subgraph.reload(isChanged || !own.every(isSource))) ? [] : [subgraph.name];
    });
    return (await Promise.all(results)).flat();
  };

  const publish = async (): Promise<void> => {
    if ((await graph.publish()) && !gateway.isServing()) await gateway.start(section.gateway);
  };

  const applySettings = async (): Promise<void> => {
    const former = section;
    try {
      section = readDevSection(root);
      report.solved(settingsFile, 'is mended');
    } catch (error) {
      return report.problem(settingsFile, `is refused; what was read before holds\n${(error as Error).message}`);
    }
    if (!isDeepStrictEqual(former.gateway, section.gateway)) await gateway.start(section.gateway);
    for (const [name, subgraph] of subgraphs)
      if (!isDeepStrictEqual(former.environment[name], section.environment[name])) await subgraph.reload(true);
  };

  const tellNewFolders = (): void => {
    for (const name of members.local().filter((name) => !subgraphs.has(name)))
      report.problem(name, `subgraphs/${name} is new: it runs after the next start (Ctrl-C, then gordian dev)`);
  };

  const known = (name: string): LocalSubgraph => {
    const subgraph = subgraphs.get(name);
    if (subgraph) return subgraph;
    const all = [...subgraphs.keys()].join(', ');
    throw new GordianError('NOT_FOUND', `No subgraph "${name}" runs here; there are ${all}.`);
  };

  const lines = (): StatusLine[] => [
    { name: 'gateway', url: loopback(ports, 'gateway'), state: gateway.isServing() ? 'serves' : 'is down' },
    ...[...subgraphs.values()].map((subgraph) => ({
      name: subgraph.name,
      url: loopback(ports, subgraph.name),
      state: subgraph.isServing() ? 'serves' : 'is down',
    })),
    ...[...options.attached].map(([name, url]) => ({ name, url, state: 'runs by itself' })),
    ...options.remote
      .filter(({ name }) => !subgraphs.has(name) && !options.attached.has(name))
      .map(({ name, url }) => ({ name, url, state: 'runs elsewhere' })),
  ];

  return {
    async startAll() {
      report.say('gordian', `Starting ${[...subgraphs.keys()].join(', ')}`);
      const others = [...subgraphs.values()].filter(({ name }) => name !== platformSubgraph);
      const starting = Promise.all(others.map((subgraph) => subgraph.reload(true)));
      if (!(await known(platformSubgraph).reload(true)))
        throw new GordianError('CHILD_EXITED', report.problems().get(platformSubgraph) ?? 'It does not start.');
      if ((await graph.judge()).isSound) await graph.publish();
      await starting;
      // Also where nothing could be registered: the registry may hold what was, and the gateway's disk what it served.
      await gateway.start(section.gateway);
    },
    async follow() {
      const watched = () => [settingsFile, 'subgraphs', ...[...subgraphs.values()].flatMap((one) => one.inputs())];
      const watch = await watchProject(root, watched, changes.add);
      undo.push(watch.stop);
      undo.push(askAgainAndAgain(async () => changes.add((await members.askAttached()).map(schemaOf))));
    },
    status: () => statusText(lines(), report.problems()),
    restart: (name) => changes.inTurn(async () => void (await known(name).reload(true))),
    reset: (name) =>
      changes.inTurn(async () => {
        const subgraph = known(name);
        report.say(name, 'throws its data away; it migrates and seeds anew');
        await resetDomain(ground.administratorUrl, name);
        await subgraph.reload(true);
      }),
  };
}

function ownPaths(subgraph: LocalSubgraph, paths: ReadonlySet<string>): string[] {
  const folder = `subgraphs/${subgraph.name}/`;
  const inputs = new Set(subgraph.inputs());
  return [...paths].filter((path) => (path.startsWith(folder) || inputs.has(path)) && !path.endsWith('.md'));
}

/** What it is built of: whether it has changed, what is built tells. */
function isSource(path: string): boolean {
  return path.endsWith('.ts');
}

function schemaOf(name: string): string {
  return `subgraphs/${name}/schema.graphql`;
}

/** @returns ends it */
function askAgainAndAgain(ask: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout;
  let stopped = false;
  const next = (): void => {
    timer = setTimeout(() => void ask().finally(() => stopped || next()), attachedAreAskedEveryMs);
  };
  next();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
