// Which scopes the token in use names. Only to offer what will probably be allowed: the gateway decides.

import type { SessionState } from './session.ts';

export function hasScope({ claims }: Pick<SessionState, 'claims'>, scope: string): boolean {
  const named = claims?.scope ?? claims?.scp;
  const scopes = typeof named === 'string' ? named.split(' ') : Array.isArray(named) ? named : [];
  return scopes.includes(scope);
}
