// Light or dark: the system decides until the viewer does. The choice is kept in the browser.

import { createStore, useStore } from './store.ts';

export type Theme = 'light' | 'dark';

const STORAGE_KEY = 'gordian:theme';
const theme = createStore<Theme>('light');

export function applyStoredTheme(): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  apply(storedTheme() ?? themeOf(system));
  system.addEventListener('change', () => {
    if (!storedTheme()) apply(themeOf(system));
  });
}

export function useTheme(): Theme {
  return useStore(theme);
}

export function toggleTheme(): void {
  const next = theme.get() === 'dark' ? 'light' : 'dark';
  localStorage.setItem(STORAGE_KEY, next);
  apply(next);
}

function apply(next: Theme): void {
  document.documentElement.dataset.theme = next;
  theme.set(next);
}

function themeOf(system: MediaQueryList): Theme {
  return system.matches ? 'dark' : 'light';
}

function storedTheme(): Theme | null {
  const stored = localStorage.getItem(STORAGE_KEY);
  return stored === 'light' || stored === 'dark' ? stored : null;
}
