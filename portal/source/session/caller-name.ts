// What to call the viewer in the interface.

import type { SessionState } from './session.ts';

export function nameOf({ persona, claims }: SessionState): string {
  if (persona) return persona.label;
  if (claims) return String(claims.name ?? claims.sub ?? 'Pasted token');
  return 'Anonymous';
}
