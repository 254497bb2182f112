// Which requests of a process are observed, and what they have shown since it was last reported. Every operation is looked at when
// it is first asked, and then once in a while: what an operation shows is nearly always the same.
import { LRUCache } from 'lru-cache';
import { type Clock, systemClock } from '../clock.ts';
import { type Finding, type Observation, observe } from './observation.ts';

export interface SqlObserver {
  /** Null for most requests. Whoever gets one calls {@link SqlObserver.take} when the request is over. */
  observe(document: unknown): Observation | null;
  take(observation: Observation): void;
  /** What has been seen since the last time: by the text of the statement, so that each is traced once. */
  takeFindings(): readonly Finding[];
}

/** An operation is looked at again after this long. */
const againAfterMs = 60_000;
/** Between two requests that are observed. */
const pauseMs = 100;
const maxDocuments = 1_000;
/** Beyond, what is new is seen again another time. */
const maxFindings = 10_000;

export function createSqlObserver(clock: Clock = systemClock): SqlObserver {
  const dueAt = new LRUCache<string, number>({ max: maxDocuments });
  let findings: Finding[] = [];
  let nextAt = 0;
  let underWay: Observation | null = null;

  return {
    observe: (document) => {
      if (underWay || typeof document !== 'string') return null;
      const now = clock.now().getTime();
      if (now < nextAt || now < (dueAt.get(document) ?? 0)) return null;
      dueAt.set(document, now + againAfterMs);
      nextAt = now + pauseMs;
      underWay = observe();
      return underWay;
    },
    take: (observation) => {
      underWay = null;
      findings = [...findings, ...observation.end()].slice(0, maxFindings);
    },
    takeFindings: () => {
      const taken = findings;
      findings = [];
      return taken;
    },
  };
}
