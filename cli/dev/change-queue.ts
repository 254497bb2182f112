// Changes of files, worked off one after the other: what comes while one is under way is taken together afterwards.
export interface ChangeQueue {
  add(paths: readonly string[]): void;
  /** Does something between two changes. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** @param apply never called twice at once; what it throws is given to `failed` */
export function createChangeQueue(
  apply: (paths: ReadonlySet<string>) => Promise<void>,
  failed: (error: unknown) => void,
): ChangeQueue {
  const waiting = new Set<string>();
  let last: Promise<unknown> = Promise.resolve();

  const inTurn: ChangeQueue['inTurn'] = (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };

  const applyWaiting = async (): Promise<void> => {
    const paths = new Set(waiting);
    waiting.clear();
    if (paths.size > 0) await apply(paths).catch(failed);
  };

  return {
    add(paths) {
      for (const path of paths) waiting.add(path);
      if (paths.length > 0) void inTurn(applyWaiting);
    },
    inTurn,
  };
}
