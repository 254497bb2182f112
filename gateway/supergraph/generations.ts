// Follows the source of supergraphs: builds a generation from each new artefact, swaps it in by one reference, drains the former one.
// A bad artefact never touches the generation that serves; without a source, the last good artefact on disk starts the gateway.
import { GordianError } from '../../kit/errors.ts';
import type { Log } from '../../kit/log.ts';
import type { SupergraphArtefact } from '../../schema/artefact.ts';
import type { Generation } from './generation.ts';
import type { LastKnownGood } from './last-known-good.ts';
import type { SupergraphSource } from './supergraph-source.ts';

export interface Generations {
  /** Null until the first one is ready. */
  current(): Generation | null;
  stop(): Promise<void>;
}

export interface GenerationsOptions {
  readonly source: SupergraphSource;
  readonly build: (artefact: SupergraphArtefact) => Promise<Generation>;
  /** Null: nothing stands in for the source, so it must have a sound supergraph when the gateway starts. */
  readonly lastKnownGood: LastKnownGood | null;
  /** Between two questions to the source; the first questions come faster. */
  readonly pollIntervalMs: number;
  readonly log: Log;
}

const firstRetryMs = 250;

/**
 * Starts following; resolves after the first attempt, successful or not.
 * @throws GordianError SUPERGRAPH_INVALID when that attempt failed and there can be no last known good
 */
export async function followSupergraph(options: GenerationsOptions): Promise<Generations> {
  const { source, build, lastKnownGood, pollIntervalMs, log } = options;
  let current: Generation | null = null;
  let refusedId: string | null = null;
  let retryMs = firstRetryMs;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let lastProblem = '';

  async function look(): Promise<void> {
    try {
      const artefact = await source.load(refusedId ?? current?.artefact.id ?? null);
      if (artefact) await serve(artefact);
      retryMs = pollIntervalMs;
    } catch (error) {
      lastProblem = (error as Error).message;
      log.warn({ err: error, serving: current?.id ?? null }, 'no newer supergraph could be read');
      if (!current) await serveLastKnownGood();
      retryMs = Math.min(retryMs * 2, pollIntervalMs);
    }
    if (!stopped) timer = setTimeout(() => void look(), retryMs);
  }

  async function serve(artefact: SupergraphArtefact): Promise<void> {
    const former = current;
    try {
      current = await build(artefact);
    } catch (error) {
      refusedId = artefact.id;
      lastProblem = (error as Error).message;
      log.error(
        { err: error, artefact: artefact.id, serving: former?.id ?? null },
        'the supergraph is refused; the former generation keeps serving',
      );
      if (!former) await serveLastKnownGood();
      return;
    }
    refusedId = null;
    if (stopped) return current.retire();
    log.info(
      { event: 'generation', generation: current.id, artefact: artefact.id, source: source.description },
      'a generation is serving',
    );
    void former?.retire();
    await lastKnownGood
      ?.keep(artefact)
      .catch((error: Error) => log.warn({ err: error }, 'the last good supergraph could not be kept on disk'));
  }

  async function serveLastKnownGood(): Promise<void> {
    const artefact = await lastKnownGood?.read();
    if (!artefact || current) return;
    try {
      current = await build(artefact);
      log.warn(
        { event: 'generation', generation: current.id, publishedAt: artefact.publishedAt },
        'serving the last good supergraph from disk',
      );
    } catch (error) {
      log.error({ err: error }, 'the last good supergraph on disk does not build any more');
    }
  }

  await look();
  if (!current && !lastKnownGood) {
    clearTimeout(timer);
    throw new GordianError('SUPERGRAPH_INVALID', `No supergraph from ${source.description}: ${lastProblem}`);
  }
  return {
    current: () => current,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await current?.retire();
    },
  };
}
