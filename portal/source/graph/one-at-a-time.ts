// Does something again whenever it is asked to, and never twice at once: who asks while it is under way has it done once more
// afterwards, so that nobody who asks often keeps it from ever being done.

/** @param work must not throw */
export function oneAtATime(work: () => Promise<void>, signal: AbortSignal): () => void {
  let isUnderWay = false;
  let isWanted = false;
  return async () => {
    isWanted = true;
    if (isUnderWay) return;
    isUnderWay = true;
    while (isWanted && !signal.aborted) {
      isWanted = false;
      await work();
    }
    isUnderWay = false;
  };
}
