// The graph of a project under development: judged whenever a schema or a contract changes, registered when it is sound and its
// processes serve it. One that is refused changes nothing, and is told with file, line and what mends it.
import { formatProblems } from '../../schema/problem.ts';
import type { SubgraphFolder } from '../../schema/subgraph-folders.ts';
import type { RegistryAnswer } from '../registry-client.ts';
import type { DevReport } from './dev-report.ts';
import type { GraphMembers } from './graph-members.ts';
import type { StampedRegistration } from './stamped-registration.ts';

export interface DevGraph {
  /** Reads the files as they are, and has them judged if they differ from what is registered. */
  judge(): Promise<GraphJudgement>;
  /** Registers what was judged last. @returns whether it serves */
  publish(): Promise<boolean>;
  isPublished(): boolean;
}

export interface GraphJudgement {
  readonly isSound: boolean;
  /** Names of subgraphs whose schema or contracts differ from what is registered. */
  readonly changed: ReadonlySet<string>;
}

export function createDevGraph(members: GraphMembers, registration: StampedRegistration, report: DevReport): DevGraph {
  let registered = new Map<string, string>();
  let judged: readonly SubgraphFolder[] = [];

  const ask = async (verb: 'check' | 'register'): Promise<boolean> => {
    try {
      const answer = await registration[verb](judged);
      if (answer.ok) return true;
      report.problem(
        'graph',
        `cannot be composed of these files; the last good one keeps serving\n${reasonsOf(answer)}`,
      );
    } catch (error) {
      report.problem('graph', `could not be registered: ${(error as Error).message}`);
    }
    return false;
  };

  return {
    async judge() {
      const read = members.read();
      if (read === null) return { isSound: false, changed: new Set() };
      judged = read;
      const changed = new Set(
        read.filter((one) => registered.get(one.name) !== contentOf(one)).map(({ name }) => name),
      );
      if (changed.size > 0 && registered.size > 0) return { isSound: await ask('check'), changed };
      report.solved('graph', 'is mended: the files are as they are registered again');
      return { isSound: true, changed };
    },
    async publish() {
      if (!(await ask('register'))) return false;
      registered = new Map(judged.map((folder) => [folder.name, contentOf(folder)]));
      const message = `is composed of ${judged.map(({ name }) => name).join(', ')}`;
      if (!report.solved('graph', message)) report.say('graph', message);
      return true;
    },
    isPublished: () => registered.size > 0,
  };
}

function contentOf({ sdl, contracts }: SubgraphFolder): string {
  return JSON.stringify([sdl, contracts]);
}

function reasonsOf({ problems, message }: RegistryAnswer): string {
  const errors = problems.filter(({ severity }) => severity === 'error');
  return errors.length > 0 ? formatProblems(errors) : (message ?? 'No reason was given.');
}
