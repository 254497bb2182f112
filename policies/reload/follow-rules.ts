// Follows a folder of policy sources while a process serves: sound rules are handed over as soon as the files stand still; whatever
// is broken, half-written or gone leaves the last good rules where they are, and is told loudly. Nothing here throws after the start.
import type { Log } from '../../kit/log.ts';
import { keptRules } from './kept-rules.ts';
import { type LoadedRules, loadRules } from './load-rules.ts';
import { isSame, type RuleFiles, readRuleFiles } from './rule-files.ts';
import { watchRuleFiles } from './watch-rule-files.ts';

export interface FollowRulesOptions {
  /** Absolute; holds rules.ts and what it names. */
  readonly directory: string;
  /** File that keeps the last rules that served, for a start with broken ones; null: such a start fails. */
  readonly keptIn: string | null;
  /** False: read once, at the start. */
  readonly follow: boolean;
  /**
   * Makes rules serve, or throws and leaves the former ones where they are. Never called twice at once.
   * @returns false when it cannot be told yet, for want of a schema: see {@link FollowedRules.serve}
   */
  readonly adopt: (rules: LoadedRules) => Promise<boolean>;
  readonly log: Log;
}

export interface FollowedRules {
  /** What serves, or is to serve. */
  current(): LoadedRules;
  /** What may serve, best first: the files as they are now, what serves, and what is kept of an earlier run. */
  candidates(): Promise<readonly LoadedRules[]>;
  /** For a caller that could not tell, or has found another schema: these rules serve now. `refusal` is why better ones do not. */
  serve(rules: LoadedRules, refusal?: unknown): Promise<void>;
  state(): FollowState;
  stop(): void;
}

export interface FollowState {
  /** Why the files as they are do not serve; null when they do. */
  readonly problem: RulesProblem | null;
  /** Null until some do. */
  readonly servesSince: Date | null;
  /** How often rules came to serve, and how often files were refused. */
  readonly served: number;
  readonly refused: number;
}

export interface RulesProblem {
  /** For those who run the platform: names files and lines. */
  readonly message: string;
  readonly since: Date;
}

/**
 * Resolves when rules are adopted: those of the folder, or else those that are kept.
 * @throws GordianError POLICY_INVALID when neither can be
 */
export async function followRules(options: FollowRulesOptions): Promise<FollowedRules> {
  const { directory, follow, adopt, log } = options;
  const kept = options.keptIn === null ? null : keptRules(options.keptIn);
  /** The files as they are, when they load. */
  let newest: LoadedRules | null = null;
  let tried: RuleFiles | null = null;
  let current: LoadedRules | null = null;
  let problem: RulesProblem | null = null;
  let servesSince: Date | null = null;
  let served = 0;
  let refused = 0;
  let isStopped = false;

  const readKept = async (): Promise<LoadedRules | null> => {
    const files = await kept?.read();
    return files?.directory === directory ? loadRules(files).catch(() => null) : null;
  };

  const refuse = (error: unknown): void => {
    const { message } = error as Error;
    if (problem?.message === message) return;
    problem = { message, since: problem?.since ?? new Date() };
    refused++;
    log.error(
      { event: 'policy.refused', err: error, serving: current?.files.digest ?? null },
      'The policy files are refused; the last good policy stays.',
    );
  };

  const serve: FollowedRules['serve'] = async (rules, refusal) => {
    current = rules;
    servesSince = new Date();
    served++;
    if (refusal !== undefined) refuse(refusal);
    else if (rules === newest) problem = null;
    log.info({ event: 'policy.serving', rules: rules.files.digest, directory }, 'These rules serve.');
    await kept
      ?.keep(rules.files)
      .catch((error: Error) => log.warn({ err: error }, 'The rules that serve could not be kept on disk.'));
  };

  const offer = async (rules: LoadedRules, refusal?: unknown): Promise<void> => {
    if (await adopt(rules)) return serve(rules, refusal);
    current = rules;
    if (refusal !== undefined) refuse(refusal);
  };

  /** Once for every state of the files; a hint is often none. */
  const look = async (): Promise<void> => {
    try {
      const files = await readFiles();
      if (tried !== null && isSame(files, tried)) return;
      tried = files;
      if (isSame(files, current!.files)) return recover();
      await load(files);
      // Whoever has stopped is not to hear of what was on its way.
      if (!isStopped) await offer(newest!);
    } catch (error) {
      refuse(error);
    }
  };

  const readFiles = async (): Promise<RuleFiles> => {
    try {
      return await readRuleFiles(directory);
    } catch (error) {
      tried = null;
      throw error;
    }
  };

  const load = async (files: RuleFiles): Promise<void> => {
    newest = null;
    newest = await loadRules(files);
  };

  const recover = (): void => {
    newest = current;
    if (problem !== null) log.info({ event: 'policy.serving' }, 'The policy files are those that serve again.');
    problem = null;
  };

  const start = async (): Promise<void> => {
    try {
      tried = await readRuleFiles(directory);
      await load(tried);
      await offer(newest!);
    } catch (error) {
      const former = await readKept();
      if (former === null) throw error;
      await offer(former, error);
    }
  };

  await start();
  const watch = follow ? watchRuleFiles(directory, look) : null;
  return {
    current: () => current!,
    async candidates() {
      const all = [newest, current, await readKept()].filter((rules) => rules !== null);
      return all.filter((rules, index) => all.findIndex(({ files }) => isSame(files, rules.files)) === index);
    },
    serve,
    state: () => ({ problem, servesSince, served, refused }),
    stop() {
      isStopped = true;
      watch?.stop();
    },
  };
}
