// Follows the source of supergraphs and the rules: pairs each new supergraph, or each new policy, with the best of the other that
// fits, swaps the pair in by one reference, drains the former one. What does not fit never touches the generation that serves;
// without a source, the last good artefact on disk starts the gateway.
import { GordianError } from '../../kit/errors.ts';
import type { Log } from '../../kit/log.ts';
import type { CompiledPolicy } from '../../policies/compile.ts';
import type { SupergraphArtefact } from '../../schema/artefact.ts';
import { followSource } from './follow-source.ts';
import { type Generation, pairUp } from './generation.ts';
import type { LastKnownGood } from './last-known-good.ts';
import type { ServedSupergraph } from './served-supergraph.ts';
import type { LoadedSupergraph, SupergraphSource } from './supergraph-source.ts';

export interface Generations {
  /** Null until the first one is ready. */
  current(): Generation | null;
  stop(): Promise<void>;
}

export interface PolicySource {
  /** The best policy that fits. @throws GordianError POLICY_INVALID when none does */
  policyFor(supergraph: ServedSupergraph): Promise<FittingPolicy>;
  /** Called once: from now on rules are served as they come. */
  serveBy(adopt: AdoptPolicy): void;
  stop(): void;
}

/**
 * Serves another policy, on the supergraph that serves or on one that waits for it.
 * @param compile throws when the rules do not fit the supergraph
 * @returns false when there is no supergraph yet
 * @throws when it fits neither; what serves keeps serving
 */
export type AdoptPolicy = (compile: CompilePolicy) => Promise<boolean>;
export type CompilePolicy = (supergraph: ServedSupergraph) => Promise<CompiledPolicy>;

/** A policy for a supergraph that has none yet. */
export interface FittingPolicy {
  readonly policy: CompiledPolicy;
  /** Called when it serves. */
  serves(): Promise<void>;
}

export interface GenerationsOptions {
  readonly source: SupergraphSource;
  readonly start: (artefact: SupergraphArtefact) => Promise<ServedSupergraph>;
  readonly policies: PolicySource;
  /** Called with what is about to serve, and what serves until then. @throws what is wrong with it */
  readonly prove: (candidate: Generation, former: Generation | null) => Promise<void>;
  /** Null: nothing stands in for the source, so it must have a sound supergraph when the gateway starts. */
  readonly lastKnownGood: LastKnownGood | null;
  /** Between two questions to the source, whatever it tells by itself. */
  readonly pollIntervalMs: number;
  readonly log: Log;
}

interface Refused {
  readonly loaded: LoadedSupergraph;
  readonly isForPolicy: boolean;
}

/**
 * Starts following; resolves after the first attempt, successful or not.
 * @throws GordianError POLICY_INVALID when there is a supergraph, and no policy for it
 * @throws GordianError SUPERGRAPH_INVALID when that attempt failed and there can be no last known good
 */
export async function followSupergraph(options: GenerationsOptions): Promise<Generations> {
  const { source, start, policies, prove, lastKnownGood, pollIntervalMs, log } = options;
  let current: Generation | null = null;
  let refused: Refused | null = null;
  let stopped = false;
  let lastProblem: unknown = null;
  const inTurn = oneAfterTheOther();

  const known = (): string | null => refused?.loaded.artefact.id ?? current?.artefact.id ?? null;

  /** @returns whether the source could be asked */
  async function look(): Promise<boolean> {
    try {
      const loaded = await source.load(known());
      if (loaded) await inTurn(() => offer(loaded));
      return true;
    } catch (error) {
      lastProblem = error;
      log.warn({ err: error, serving: current?.id ?? null }, 'no newer supergraph could be read');
      if (!current) await inTurn(serveLastKnownGood);
      return false;
    }
  }

  async function offer(loaded: LoadedSupergraph): Promise<void> {
    const { artefact } = loaded;
    // After one that was refused the registry went back to what still serves.
    if (artefact.id === current?.artefact.id) {
      refused = null;
      return;
    }
    try {
      await serve(loaded, policies.policyFor);
    } catch (error) {
      refused = { loaded, isForPolicy: isAboutPolicy(error) };
      lastProblem = error;
      log.error(
        { err: error, artefact: artefact.id, serving: current?.id ?? null },
        'the supergraph is refused; the former generation keeps serving',
      );
      if (!current) await serveLastKnownGood();
    }
  }

  async function serve(loaded: LoadedSupergraph, findPolicy: PolicySource['policyFor']): Promise<void> {
    const supergraph = await start(loaded.artefact);
    // Nothing stays open of a supergraph that no policy fits.
    const release = supergraph.hold();
    try {
      const { policy, serves } = await findPolicy(supergraph);
      await proveAndSwapIn(pairUp(supergraph, policy));
      await serves();
    } finally {
      await release();
    }
    refused = null;
    await lastKnownGood
      ?.keep(loaded)
      .catch((error: Error) => log.warn({ err: error }, 'the last good supergraph could not be kept on disk'));
  }

  async function proveAndSwapIn(candidate: Generation): Promise<void> {
    try {
      await prove(candidate, current);
    } catch (error) {
      await candidate.retire();
      throw error;
    }
    swapIn(candidate);
  }

  function swapIn(generation: Generation): void {
    if (stopped) return void generation.retire();
    void current?.retire();
    current = generation;
    log.info(
      { event: 'generation', generation: current.id, artefact: current.artefact.id, source: source.description },
      'a generation is serving',
    );
  }

  async function serveLastKnownGood(): Promise<void> {
    if (!kept || current) return;
    try {
      await serve(kept, policies.policyFor);
      log.warn(
        { event: 'supergraph.lastGood', publishedAt: kept.artefact.publishedAt },
        'serving the last good supergraph from disk',
      );
    } catch (error) {
      log.error({ err: error }, 'the last good supergraph on disk cannot be served');
    }
  }

  /** A supergraph that was refused may have waited for these very rules. */
  async function adopt(compile: CompilePolicy): Promise<boolean> {
    if (refused?.isForPolicy && (await servesRefused(refused.loaded, compile))) return true;
    if (!current) return false;
    await proveAndSwapIn(pairUp(current.supergraph, await compile(current.supergraph)));
    return true;
  }

  async function servesRefused(loaded: LoadedSupergraph, compile: CompilePolicy): Promise<boolean> {
    const fit = async (supergraph: ServedSupergraph) => ({ policy: await compile(supergraph), serves: async () => {} });
    return serve(loaded, fit).then(
      () => true,
      () => false,
    );
  }

  policies.serveBy((compile) => inTurn(() => adopt(compile)));
  // Before anything else is believed: what was believed before the restart is the least that is believed after it.
  const kept = await readKept(options);
  const following = followSource({ source, look, known, pollIntervalMs, log });
  await following.begun;
  if (!current && (!lastKnownGood || isAboutPolicy(lastProblem))) {
    following.stop();
    policies.stop();
    throw whyNothingServes(source, lastProblem);
  }
  return {
    current: () => current,
    async stop() {
      stopped = true;
      policies.stop();
      following.stop();
      await current?.retire();
    },
  };
}

async function readKept({ lastKnownGood, log }: GenerationsOptions): Promise<LoadedSupergraph | null> {
  try {
    return (await lastKnownGood?.read()) ?? null;
  } catch (error) {
    log.error({ err: error }, 'the last good supergraph on disk cannot be served');
    return null;
  }
}

function isAboutPolicy(problem: unknown): boolean {
  return problem instanceof GordianError && problem.code === 'POLICY_INVALID';
}

function whyNothingServes({ description }: SupergraphSource, problem: unknown): unknown {
  if (isAboutPolicy(problem)) return problem;
  return new GordianError('SUPERGRAPH_INVALID', `No supergraph from ${description}: ${(problem as Error).message}`);
}

function oneAfterTheOther(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
}
