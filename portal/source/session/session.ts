// Who the viewer is at this moment. Tokens live in memory only: a reload forgets them, and they are written nowhere.

import type { Persona } from '../portal-config.ts';
import { createStore, type Store } from '../store.ts';
import { type Claims, decodeClaims, expiryOf } from './claims.ts';
import { beginLogin, finishLogin, type LoginSettings, leaveForLogout, SessionIsOver } from './login.ts';
import { requestPersonaToken } from './persona-token.ts';
import { rememberPersona } from './remembered-persona.ts';

export interface SessionState {
  /** The persona whose token is used; null for everybody else. */
  readonly persona: Persona | null;
  readonly token: string | null;
  readonly claims: Claims | null;
  /** The persona that was chosen and whose token is on its way. */
  readonly pending: Persona | null;
  /** Whether the token came by signing in. */
  readonly signedIn: boolean;
  /** The token of who had signed in is over and cannot be renewed: nothing is sent until the viewer decides what to be. */
  readonly ended: boolean;
  /** Why the last change did not happen, with what to do. */
  readonly problem: string | null;
  /** Grows with each change of identity, so that others can act on it. */
  readonly identity: number;
}

export interface Session {
  readonly state: Store<SessionState>;
  choosePersona(persona: Persona): Promise<void>;
  adoptToken(token: string): void;
  forgetToken(): void;
  /** Leaves the page. */
  signIn(login: LoginSettings): Promise<void>;
  /** @param answer with which the identity provider sent the viewer back */
  finishSignIn(login: LoginSettings, answer: URLSearchParams): Promise<void>;
  /** Leaves the page, and nothing behind. */
  signOut(login: LoginSettings): void;
  /** Says why something does not work; null takes it back. */
  complain(problem: string | null): void;
  /** Value of the authorization header, renewed when it is about to end; null for an anonymous viewer. */
  authorization(): Promise<string | null>;
}

type Renewal = () => Promise<string | null>;

const RENEW_BEFORE_END_MS = 30_000;
/** Beyond, a timer of a browser fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const NOBODY = {
  persona: null,
  token: null,
  claims: null,
  pending: null,
  signedIn: false,
  ended: false,
  problem: null,
} as const;

export function createSession(): Session {
  const state = createStore<SessionState>({ ...NOBODY, identity: 0 });
  let renewal: Renewal | null = null;
  let renewing: Promise<void> | null = null;
  let expiry: ReturnType<typeof setTimeout> | undefined;

  function become(who: Partial<SessionState>, token: string | null, renew: Renewal | null = null): void {
    const claims = token === null ? null : decodeClaims(token);
    clearTimeout(expiry);
    renewal = renew;
    renewing = null;
    state.set({ ...NOBODY, ...who, token, claims, identity: state.get().identity + 1 });
  }

  async function choosePersona(persona: Persona): Promise<void> {
    state.set({ ...state.get(), pending: persona, problem: null });
    try {
      const token = await requestPersonaToken(persona);
      if (state.get().pending !== persona) return;
      become({ persona }, token, () => requestPersonaToken(persona));
      rememberPersona(persona);
    } catch (error) {
      if (state.get().pending === persona)
        state.set({ ...state.get(), pending: null, problem: (error as Error).message });
    }
  }

  function adoptToken(token: string): void {
    try {
      become({}, token.trim().replace(/^bearer\s+/i, ''));
    } catch (error) {
      complain((error as Error).message);
    }
  }

  async function signIn(login: LoginSettings): Promise<void> {
    await beginLogin(login).catch((error: Error) => complain(error.message));
  }

  async function finishSignIn(login: LoginSettings, answer: URLSearchParams): Promise<void> {
    try {
      const { token, renew } = await finishLogin(login, answer);
      become({ signedIn: true }, token, renew);
      if (renew === null) endInTime();
    } catch (error) {
      complain((error as Error).message);
    }
  }

  function signOut(login: LoginSettings): void {
    become({}, null);
    // When it is left and not before: an editor may write down late what was typed last.
    addEventListener('pagehide', () => sessionStorage.clear());
    addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
    leaveForLogout(login);
  }

  function complain(problem: string | null): void {
    state.set({ ...state.get(), problem });
  }

  async function authorization(): Promise<string | null> {
    const { claims } = state.get();
    if (renewal && endsWithin(RENEW_BEFORE_END_MS, claims)) {
      renewing ??= renew(renewal);
      await renewing;
    }
    const { token, ended } = state.get();
    if (ended) throw new Error('Your session has ended. Sign in again.');
    return token === null ? null : `Bearer ${token}`;
  }

  /** A renewed token is the same identity: nothing has to be run again. */
  async function renew(next: Renewal): Promise<void> {
    try {
      const token = await next();
      if (token !== null && renewal === next) state.set({ ...state.get(), token, claims: decodeClaims(token) });
    } catch (error) {
      if (renewal !== next) return;
      if (error instanceof SessionIsOver) end();
      // A token that is still good is used, and the next request tries again.
      else if (endsWithin(0, state.get().claims)) throw error;
    } finally {
      if (renewal === next) renewing = null;
    }
  }

  function endInTime(): void {
    const instant = expiryOf(state.get().claims!);
    if (instant !== null) expiry = setTimeout(end, Math.min(Math.max(0, instant - Date.now()), LONGEST_TIMER_MS));
  }

  function end(): void {
    clearTimeout(expiry);
    renewal = null;
    // What was answered to who had signed in goes with the session.
    state.set({ ...NOBODY, ended: true, identity: state.get().identity + 1 });
  }

  return {
    state,
    choosePersona,
    adoptToken,
    forgetToken: () => become({}, null),
    signIn,
    finishSignIn,
    signOut,
    complain,
    authorization,
  };
}

function endsWithin(ms: number, claims: Claims | null): boolean {
  const end = claims && expiryOf(claims);
  return end !== null && end - Date.now() < ms;
}
