// One after the other: what composes the graph keeps the thread busy, and would hold a connection while it waits.
import { GordianError } from '../../../kit/errors.ts';

/** @param asker those who share it share what they may have waiting; null where all may have what there is room for */
export type InTurn = <Result>(asker: string | null, work: () => Promise<Result>) => Promise<Result>;

/** Of one asker, the one that runs included. */
const maxOfAsker = 3;

/** @param maxWaiting beyond which work is refused with OVERLOADED, before it has cost anything */
export function createInTurn(maxWaiting: number): InTurn {
  let previous: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const ofAsker = new Map<string, number>();
  const count = (asker: string | null, change: 1 | -1): void => {
    waiting += change;
    if (asker === null) return;
    const own = (ofAsker.get(asker) ?? 0) + change;
    if (own === 0) ofAsker.delete(asker);
    else ofAsker.set(asker, own);
  };
  return async (asker, work) => {
    if (waiting >= maxWaiting) throw overloaded(`${maxWaiting} others are`);
    if (asker !== null && (ofAsker.get(asker) ?? 0) >= maxOfAsker) throw overloaded(`${maxOfAsker} of yours are`);
    count(asker, 1);
    const turn = previous.then(work).finally(() => count(asker, -1));
    previous = turn.catch(() => undefined);
    return turn;
  };
}

function overloaded(who: string): GordianError {
  return new GordianError('OVERLOADED', `${who} waiting for the registry already. Try again later.`);
}
