// Which persona of the demo was chosen in this tab, so that a reload and a link opened beside it keep showing what it shows. Never
// a token: with real logins nothing is remembered.

import type { Persona, PortalConfig } from '../portal-config.ts';

const STORAGE_KEY = 'gordian:persona';

export function rememberPersona({ id }: Persona): void {
  sessionStorage.setItem(STORAGE_KEY, id);
}

/** Of a first visit it is the analyst, who sees much but not everything: that shows best what the gateway does. */
export function firstPersona({ personas }: PortalConfig): Persona | null {
  const remembered = sessionStorage.getItem(STORAGE_KEY);
  const wanted = [remembered, 'analyst'].map((id) => personas.find((each) => each.id === id));
  return wanted.find((each) => each !== undefined) ?? personas[0] ?? null;
}
