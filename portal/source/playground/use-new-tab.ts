// Opens an empty tab. As on a change of tab, GraphiQL stops waiting: it would write what comes into the new one.

import { useGraphiQLActions } from '@graphiql/react';
import { useCallback } from 'react';

export function useNewTab(): () => void {
  const { stop, addTab } = useGraphiQLActions();
  return useCallback(() => {
    stop();
    addTab();
  }, [stop, addTab]);
}
