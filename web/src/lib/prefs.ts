import { useSyncExternalStore } from 'react';

/** What this browser remembers: looks, not data. Read before paint by public/boot.js, so the names must agree. */
export type Theme = 'system' | 'light' | 'dark';

const PREFIX = 'vistone.';
const listeners = new Set<() => void>();

export function readPref(key: string): string | null {
  try {
    return window.localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

export function writePref(key: string, value: string | null): void {
  try {
    if (value === null) window.localStorage.removeItem(PREFIX + key);
    else window.localStorage.setItem(PREFIX + key, value);
  } catch {
    // Storage may be full or forbidden; the choice then lasts until the page is closed.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export function usePref(key: string): [string | null, (value: string | null) => void] {
  const value = useSyncExternalStore(subscribe, () => readPref(key));
  return [value, (next) => writePref(key, next)];
}

const darkQuery = () => window.matchMedia('(prefers-color-scheme: dark)');

function effective(theme: string | null): 'light' | 'dark' {
  if (theme === 'light' || theme === 'dark') return theme;
  return darkQuery().matches ? 'dark' : 'light';
}

/** The theme chosen and the one shown. */
export function useTheme(): { theme: Theme; shown: 'light' | 'dark'; setTheme: (theme: Theme) => void } {
  const theme = useSyncExternalStore(subscribe, () => readPref('theme'));
  const shown = useSyncExternalStore(
    (listener) => {
      const query = darkQuery();
      const stop = subscribe(listener);
      query.addEventListener('change', listener);
      return () => {
        stop();
        query.removeEventListener('change', listener);
      };
    },
    () => effective(readPref('theme')),
  );
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    shown,
    setTheme: (next) => writePref('theme', next === 'system' ? null : next),
  };
}
