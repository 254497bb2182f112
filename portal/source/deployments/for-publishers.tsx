// What is offered to those who may register contracts; everybody else is told who they are.

import type { ReactNode } from 'react';
import { hasScope } from '../session/scopes.ts';
import { useViewer } from '../shell/portal-context.ts';

export function ForPublishers({ children }: { readonly children: ReactNode }) {
  if (hasScope(useViewer(), 'gordian:contract:write')) return children;
  return (
    <p className="muted">
      Whoever may register contracts (scope <code>gordian:contract:write</code>) can do it here as well.
    </p>
  );
}
