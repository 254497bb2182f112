// The way back from the identity provider.

import { navigate } from '../shell/use-location.ts';
import { readBegunLogin } from './begun-login.ts';

/**
 * With what the provider sent the viewer back, once: the viewer goes on to where the sign-in was begun, so that no reload and no
 * bookmark repeats it.
 */
export function takeLoginAnswer(): URLSearchParams | null {
  const answer = new URLSearchParams(location.search);
  if (location.pathname !== '/' || !answer.has('state') || !(answer.has('code') || answer.has('error'))) return null;
  const begun = readBegunLogin();
  navigate(begun?.state === answer.get('state') ? begun.cameFrom : '/', { replace: true });
  return answer;
}
