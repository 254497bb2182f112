// The latest answer of each tab with the facts around it. What a tab shows is what stands here: the result itself, the panel under it,
// and, when the viewer has become somebody else, the word that an answer is gone.

import { createStore, type Store } from '../store.ts';
import type { ExecutionBody } from './answer-findings.ts';
import { type AskedOperation, kindOf } from './asked-operation.ts';

export interface Answer {
  readonly httpStatus: number;
  readonly durationMs: number;
  readonly bytes: number;
  readonly requestId: string | null;
  /** Name of the persona or caller whose rights were used. */
  readonly askedAs: string;
  readonly isAnonymous: boolean;
  readonly body: ExecutionBody;
  /** What it answers. */
  readonly asked: AskedOperation;
}

export type TabAnswer =
  | { readonly kind: 'running'; readonly asked: AskedOperation }
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'gone'; readonly asked: AskedOperation; readonly why: string };

/** An operation that was run. Its answers belong to the tab that asked, whichever is open when they come. */
export interface Recording {
  /** Aborted when nobody may see what comes. */
  readonly forgotten: AbortSignal;
  /** False once the tab is not the open one, has asked for something else, or the viewer is somebody else. */
  isShown(): boolean;
  answered(answer: Answer): void;
  /** Nothing more comes. What has come stays. */
  ended(why: string): void;
}

export interface AnswerLog {
  readonly byTab: Store<ReadonlyMap<string, TabAnswer>>;
  /** The tab that GraphiQL shows. */
  setActiveTab(id: string): void;
  begin(asked: AskedOperation): Recording;
  /** Takes the answers of all tabs away, and those that are on their way. */
  forget(whose: string): void;
}

export function createAnswerLog(): AnswerLog {
  const byTab = createStore<ReadonlyMap<string, TabAnswer>>(new Map());
  const latest = new Map<string, Recording>();
  let activeTab = '';
  let identity = new AbortController();

  function begin(asked: AskedOperation): Recording {
    const tab = activeTab;
    const isLatest = () => latest.get(tab) === recording;
    const write = (entry: TabAnswer) => {
      if (isLatest()) byTab.set(new Map(byTab.get()).set(tab, entry));
    };
    const recording: Recording = {
      forgotten: identity.signal,
      isShown: () => isLatest() && tab === activeTab,
      answered: (answer) => write({ kind: 'answered', answer }),
      ended(why) {
        if (byTab.get().get(tab)?.kind === 'running') write({ kind: 'gone', asked, why });
      },
    };
    latest.set(tab, recording);
    write({ kind: 'running', asked });
    return recording;
  }

  function forget(whose: string): void {
    latest.clear();
    byTab.set(new Map([...byTab.get()].map(([tab, entry]) => [tab, withoutAnswer(entry, whose)])));
    identity.abort();
    identity = new AbortController();
  }

  return {
    byTab,
    setActiveTab(id) {
      activeTab = id;
    },
    begin,
    forget,
  };
}

export function askedIn(entry: TabAnswer): AskedOperation {
  return entry.kind === 'answered' ? entry.answer.asked : entry.asked;
}

function withoutAnswer(entry: TabAnswer, viewer: string): TabAnswer {
  if (entry.kind === 'gone') return entry;
  const whose = entry.kind === 'answered' ? entry.answer.askedAs : viewer;
  const asked = askedIn(entry);
  // Nobody should change something twice because the first answer is out of sight.
  const now = kindOf(asked) === 'mutation' ? 'What it has changed stays changed.' : 'Run it again to see yours.';
  return { kind: 'gone', asked, why: `Answers of ${whose} are gone with ${whose}. ${now}` };
}
