// What the gateway tells the portal about itself: GET /playground/config.json.

import type { LoginSettings } from './session/login.ts';

export interface Persona {
  readonly id: string;
  readonly label: string;
  readonly description: string;
}

export interface PortalConfig {
  /** Path of the GraphQL endpoint on this origin. */
  readonly endpoint: string;
  readonly title: string;
  /** True when the gateway hands out tokens of demo personas; never in production. */
  readonly demo: boolean;
  readonly personas: readonly Persona[];
  /** How to sign in, or why nobody can at the moment; null where tokens are pasted. */
  readonly login?: LoginSettings | { readonly problem: string } | null;
  /** Where the documentation of this gateway is, if anywhere. */
  readonly documentation?: string;
}

/** Throws an Error whose message tells the viewer what to do. */
export async function loadPortalConfig(): Promise<PortalConfig> {
  const response = await fetch('/playground/config.json', { headers: { accept: 'application/json' } }).catch(() => {
    throw new Error('The gateway does not answer. Start it with "npm start", then try again.');
  });
  if (!response.ok) {
    throw new Error(
      `The gateway answered ${response.status} when asked for its playground settings. Its log says why.`,
    );
  }
  return (await response.json()) as PortalConfig;
}
