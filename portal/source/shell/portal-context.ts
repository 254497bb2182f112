// What every page stands on: the settings of the gateway and the viewer's session.

import { createContext, useContext } from 'react';
import type { PortalConfig } from '../portal-config.ts';
import type { Session, SessionState } from '../session/session.ts';
import { useStore } from '../store.ts';

export interface Portal {
  readonly config: PortalConfig;
  readonly session: Session;
}

export const PortalContext = createContext<Portal | null>(null);

/** Only below the shell, which shows no page before both are there. */
export function usePortal(): Portal {
  const portal = useContext(PortalContext);
  if (!portal) throw new Error('usePortal() is for components below the shell.');
  return portal;
}

export function useViewer(): SessionState {
  return useStore(usePortal().session.state);
}
