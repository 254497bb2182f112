// The latest answer of the tab that GraphiQL shows.

import { useGraphiQL } from '@graphiql/react';
import { useLayoutEffect } from 'react';
import { useStore } from '../store.ts';
import type { AnswerLog, TabAnswer } from './answer-log.ts';

/** @returns undefined for a tab in which nothing was run since the page was loaded */
export function useTabAnswer(log: AnswerLog): TabAnswer | undefined {
  const tabId = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id ?? '');
  // Before anything can come for the tab that was open.
  useLayoutEffect(() => log.setActiveTab(tabId), [log, tabId]);
  return useStore(log.byTab).get(tabId);
}
