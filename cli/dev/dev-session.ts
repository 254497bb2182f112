// `gordian dev`, from start to Ctrl-C: the processes of a project on this machine, and what follows from each change of a file. The order
// is what keeps it serving: a change is judged first, then its process is replaced, then the graph. What fails at one step is told,
// and the last good process and the last good graph go on.
import { GordianError } from '../../kit/errors.ts';
import { resetDomain } from '../../kit/reset-domain.ts';
import { buildPortal } from '../stack/build-portal.ts';
import { prepareGround, takeDown, type Undo } from '../stack/ground.ts';
import { interruptible } from '../stack/interruption.ts';
import { assignPorts, loopback } from '../stack/ports.ts';
import { createServiceClients } from '../stack/service-clients.ts';
import type { StackContext } from '../stack/stack-processes.ts';
import type { DevOptions, DevSession } from './dev-options.ts';
import { createGraphMembers, type GraphMembers } from './graph-members.ts';
import { personasOf } from './project-personas.ts';
import { createProjectProcesses } from './project-processes.ts';

/** @throws GordianError when there is no ground to start on: a port is taken, another one runs from here, the database does not start */
export async function startDevSession(options: DevOptions): Promise<DevSession> {
  const undo: Undo = [];
  try {
    return await bringUp(options, undo);
  } catch (error) {
    await takeDown(undo);
    throw error;
  }
}

async function bringUp(options: DevOptions, undo: Undo): Promise<DevSession> {
  const { project, report } = options;
  const members = createGraphMembers({ ...options, root: project.root });
  requireKnown(options, members);
  await members.askAttached();
  const names = members.local();
  const ports = assignPorts(options.basePort, names, options.chosenPorts);
  const needed = new Map([...ports].filter(([name]) => names.includes(name) || besideSubgraphs.has(name)));
  const clients = createServiceClients(
    (members.read() ?? []).filter(({ name }) => names.includes(name)),
    ['gordian:contract:force'],
  );
  const say = (message: string) => report.say('gordian', message);
  const ground = await prepareGround(
    {
      ...options,
      command: 'gordian dev',
      ports: needed,
      clients,
      personas: personasOf(project.policyDirectory),
      report: say,
    },
    undo,
  );
  for (const domain of options.reset) await resetDomain(ground.administratorUrl, domain);

  const context: StackContext = {
    ...options,
    ...ground,
    report: say,
    policyDirectory: project.policyDirectory,
    ports: needed,
    clients,
  };
  const running = await createProjectProcesses(options, { members, context, ground }, undo);
  const portal = buildPortal(say);
  await interruptible(Promise.all([running.startAll(), portal]), options.signal);
  await running.follow();
  return { ...running, url: loopback(needed, 'gateway'), ports: needed, stop: () => takeDown(undo) };
}

const besideSubgraphs: ReadonlySet<string> = new Set(['gateway', 'identity', 'postgres']);

/** @throws GordianError BAD_USER_INPUT for a name that no folder has, and an attached one without a contract */
function requireKnown({ only, reset, project, attached }: DevOptions, members: GraphMembers): void {
  const known = members.all();
  for (const name of [...only, ...reset, ...attached.keys()])
    if (!known.includes(name))
      throw new GordianError(
        'BAD_USER_INPUT',
        `There is no subgraphs/${name} with a contract.yaml in ${project.root}; there are ${known.join(', ')}.`,
      );
}
