// Where the viewer is. The address bar is the only truth: what can be chosen on a page stands there, so that it can be sent to
// others and survives a reload.

import { useCallback, useSyncExternalStore } from 'react';
import { goBackToTop, newEntry, stayHere } from './kept-scroll.ts';

export interface PortalLocation {
  readonly pathname: string;
  readonly search: URLSearchParams;
}

export interface NavigateOptions {
  /** Without an entry in the history: for what a viewer would not go back to. */
  readonly replace?: boolean;
}

const changed = new EventTarget();
let current = read();
let navigations = 0;

addEventListener('popstate', () => {
  publish();
  goBackToTop();
});

/** Goes to an address of the portal: a path with or without search parameters, or search parameters alone (`?tab=quality`). */
export function navigate(to: string, { replace = false }: NavigateOptions = {}): void {
  const url = new URL(to, location.href);
  if (url.href === location.href) return;
  const samePage = url.pathname === location.pathname;
  stayHere();
  if (replace) history.replaceState(history.state, '', url);
  else history.pushState(newEntry(), '', url);
  publish();
  if (!samePage) scrollTo(0, 0);
}

export function useLocation(): PortalLocation {
  return useSyncExternalStore(subscribe, () => current);
}

/** One search parameter of the page, empty when it is not there, and how to set it; set to empty it goes. */
export function useSearchParameter(name: string): [string, (value: string, options?: NavigateOptions) => void] {
  const value = useLocation().search.get(name) ?? '';
  const set = useCallback((next: string, options?: NavigateOptions) => setSearch({ [name]: next }, options), [name]);
  return [value, set];
}

/** Sets several search parameters of the page at once; empty and absent values take theirs away. */
export function setSearch(
  values: Readonly<Record<string, string | null | undefined>>,
  options?: NavigateOptions,
): void {
  navigate(hereWith(values), options);
}

/** The address of this page with other search parameters. */
export function hereWith(values: Readonly<Record<string, string | null | undefined>>): string {
  const search = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) {
    if (value) search.set(name, value);
    else search.delete(name);
  }
  const text = search.toString().replaceAll('%3A', ':');
  return text ? `${location.pathname}?${text}` : location.pathname;
}

function read(): PortalLocation {
  return { pathname: location.pathname, search: new URLSearchParams(location.search) };
}

/** How often the viewer has gone somewhere since the portal was opened. */
export function navigationCount(): number {
  return navigations;
}

function publish(): void {
  navigations += 1;
  current = read();
  changed.dispatchEvent(new Event('change'));
}

function subscribe(listener: () => void): () => void {
  changed.addEventListener('change', listener);
  return () => changed.removeEventListener('change', listener);
}
