// One after the other: what composes the graph keeps the thread busy, and would hold a connection while it waits.
import { GordianError } from '../../../kit/errors.ts';

export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** @param maxWaiting beyond which work is refused with OVERLOADED, before it has cost anything */
export function createInTurn(maxWaiting: number): InTurn {
  let previous: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return async (work) => {
    if (waiting >= maxWaiting)
      throw new GordianError(
        'OVERLOADED',
        `${maxWaiting} others are waiting for the registry already. Try again later.`,
      );
    waiting += 1;
    const turn = previous.then(work).finally(() => {
      waiting -= 1;
    });
    previous = turn.catch(() => undefined);
    return turn;
  };
}
