// Asks again when something has happened; what is shown stays until the answer is there.

import { useEffect } from 'react';

/** @param changes a count that grows; 0 is what the first question answers already */
export function useReloadOn(changes: number, reload: () => void): void {
  useEffect(() => {
    if (changes > 0) reload();
  }, [changes, reload]);
}
