// Who the viewer is at this moment. Tokens live in memory only: a reload forgets them, and nothing is written to disk.

import type { Persona, PortalConfig } from '../portal-config.ts';
import { createStore, type Store } from '../store.ts';
import { type Claims, decodeClaims, expiryOf } from './claims.ts';
import { requestPersonaToken } from './persona-token.ts';

export interface SessionState {
  /** The persona whose token is used; null for a pasted token and for nobody. */
  readonly persona: Persona | null;
  readonly token: string | null;
  readonly claims: Claims | null;
  /** The persona that was chosen and whose token is on its way. */
  readonly pending: Persona | null;
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
  /** Value of the authorization header, renewed when it is about to end; null for an anonymous viewer. */
  authorization(): Promise<string | null>;
}

const RENEW_BEFORE_END_MS = 30_000;
const NOBODY = { persona: null, token: null, claims: null, pending: null, problem: null } as const;

export function createSession(): Session {
  const state = createStore<SessionState>({ ...NOBODY, identity: 0 });

  function become(persona: Persona | null, token: string | null): void {
    const claims = token === null ? null : decodeClaims(token);
    state.set({ ...NOBODY, persona, token, claims, identity: state.get().identity + 1 });
  }

  async function choosePersona(persona: Persona): Promise<void> {
    state.set({ ...state.get(), pending: persona, problem: null });
    try {
      const token = await requestPersonaToken(persona);
      if (state.get().pending === persona) become(persona, token);
    } catch (error) {
      if (state.get().pending === persona)
        state.set({ ...state.get(), pending: null, problem: (error as Error).message });
    }
  }

  function adoptToken(token: string): void {
    try {
      become(null, token.trim().replace(/^bearer\s+/i, ''));
    } catch (error) {
      state.set({ ...state.get(), problem: (error as Error).message });
    }
  }

  async function authorization(): Promise<string | null> {
    const { persona, claims } = state.get();
    if (persona && claims && endsSoon(claims)) await renew(persona);
    const { token } = state.get();
    return token === null ? null : `Bearer ${token}`;
  }

  /** A renewed token is the same identity: nothing has to be run again. */
  async function renew(persona: Persona): Promise<void> {
    const token = await requestPersonaToken(persona);
    if (token !== null && state.get().persona === persona)
      state.set({ ...state.get(), token, claims: decodeClaims(token) });
  }

  return { state, choosePersona, adoptToken, forgetToken: () => become(null, null), authorization };
}

/** The persona of a first visit: the analyst, who sees much but not everything, shows best what the gateway does. */
export function firstPersona(config: PortalConfig): Persona | null {
  return config.personas.find(({ id }) => id === 'analyst') ?? config.personas[0] ?? null;
}

function endsSoon(claims: Claims): boolean {
  const end = expiryOf(claims);
  return end !== null && end - Date.now() < RENEW_BEFORE_END_MS;
}
