// The title of the tab, after the page that it shows.

import { useEffect } from 'react';
import { usePortal } from '../shell/portal-context.ts';

export function usePageTitle(title: string): void {
  const { config } = usePortal();
  useEffect(() => {
    document.title = `${title} · ${config.title}`;
  }, [title, config.title]);
}
