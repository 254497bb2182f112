// Work that runs once at a time, however often it is asked for: what is asked for meanwhile makes one more run, not many.

/**
 * @param work its end tells what was true at some moment after it began
 * @returns asks for a run; resolves with the run that has begun after the call, or the last of them
 */
export function oneAtATime<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let isWanted = false;
  let underWay: Promise<Result> | null = null;
  const runWhileWanted = async (): Promise<Result> => {
    for (;;) {
      isWanted = false;
      const result = await work();
      if (isWanted) continue;
      // Before anybody else has a turn: who asks after this begins a run of its own.
      underWay = null;
      return result;
    }
  };
  return () => {
    isWanted = true;
    underWay ??= runWhileWanted().catch((error: unknown) => {
      underWay = null;
      throw error;
    });
    return underWay;
  };
}
