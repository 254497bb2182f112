// A sign-in that is under way: what must survive the way to the identity provider and back waits in this tab's storage and is taken
// out once. Tokens never enter it.

export interface BegunLogin {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where the viewer was: providers send back to one address only. */
  readonly cameFrom: string;
}

const STORAGE_KEY = 'gordian:login';

export function keepBegunLogin(begun: BegunLogin): void {
  sessionStorage.setItem(STORAGE_KEY, JSON.stringify(begun));
}

export function takeBegunLogin(): BegunLogin | null {
  const begun = readBegunLogin();
  sessionStorage.removeItem(STORAGE_KEY);
  return begun;
}

/** Null as well for what somebody else has put there. */
export function readBegunLogin(): BegunLogin | null {
  try {
    const { state, nonce, verifier, cameFrom } = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '');
    const isBegun = [state, nonce, verifier, cameFrom].every((each) => typeof each === 'string');
    return isBegun ? { state, nonce, verifier, cameFrom } : null;
  } catch {
    return null;
  }
}
