// The latest answer of each tab with the facts around it, so that the panel under the result shows what belongs to the
// result above it.

import { createStore, type Store } from '../store.ts';
import type { ExecutionBody } from './answer-findings.ts';
import type { AskedOperation } from './asked-operation.ts';

export interface Answer {
  readonly httpStatus: number;
  readonly durationMs: number;
  readonly bytes: number;
  readonly requestId: string | null;
  /** Name of the persona or caller whose rights were used. */
  readonly askedAs: string;
  readonly body: ExecutionBody;
  /** What it answers. */
  readonly asked: AskedOperation;
}

export type TabAnswer =
  | { readonly kind: 'running'; readonly asked: AskedOperation }
  | { readonly kind: 'answered'; readonly answer: Answer };

export interface AnswerLog {
  readonly byTab: Store<ReadonlyMap<string, TabAnswer>>;
  /** The tab that GraphiQL shows; an answer always lands in this one, whichever tab it was asked from. */
  setActiveTab(id: string): void;
  record(entry: TabAnswer): void;
}

export function createAnswerLog(): AnswerLog {
  const byTab = createStore<ReadonlyMap<string, TabAnswer>>(new Map());
  let activeTab = '';
  return {
    byTab,
    setActiveTab(id) {
      activeTab = id;
    },
    record(entry) {
      const settled = [...byTab.get()].filter(([, { kind }]) => kind !== 'running');
      byTab.set(new Map(settled).set(activeTab, entry));
    },
  };
}
