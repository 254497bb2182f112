// Opens a query in a tab of its own, without running it.

import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useCallback } from 'react';
import { useNewTab } from '../use-new-tab.ts';

/** @returns null while there is no editor yet */
export function useOpenTab(): ((query: string, variables?: string) => void) | null {
  const newTab = useNewTab();
  const { updateActiveTabValues } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const open = useCallback(
    (query: string, variables = '') => {
      newTab();
      queryEditor?.setValue(query);
      variableEditor?.setValue(variables);
      // The editors tell of a change somewhat later, and whoever is quick would lose it.
      updateActiveTabValues({ query, variables });
      queryEditor?.focus();
    },
    [newTab, updateActiveTabValues, queryEditor, variableEditor],
  );
  return queryEditor && variableEditor ? open : null;
}
