// Asks again every little while, as long as something is about to change and somebody looks.

import { useEffect } from 'react';

const OFTEN_MS = 2_000;

export function useReloadWhile(isUnsettled: boolean, reload: () => void, everyMs = OFTEN_MS): void {
  useEffect(() => {
    if (!isUnsettled) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), everyMs);
    return () => clearInterval(timer);
  }, [isUnsettled, reload, everyMs]);
}
