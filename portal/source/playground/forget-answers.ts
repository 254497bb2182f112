// What one identity was shown is nobody else's: as soon as the viewer is somebody else, or leaves the page, the answers of all tabs go.

import { nameOf } from '../session/caller-name.ts';
import type { Session } from '../session/session.ts';
import type { AnswerLog } from './answer-log.ts';

/** @returns a function that ends it */
export function forgetAnswersWithIdentity({ state }: Session, log: AnswerLog): () => void {
  let viewer = state.get();
  const unsubscribe = state.subscribe(() => {
    const former = viewer;
    viewer = state.get();
    if (viewer.identity !== former.identity) log.forget(nameOf(former));
  });
  return () => {
    unsubscribe();
    log.forget(nameOf(viewer));
  };
}
