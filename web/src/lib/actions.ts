import type { ComponentType } from 'react';
import { useEffect, useRef, useSyncExternalStore } from 'react';

/** One thing a person can do. The same object stands behind its menu entry, its line in the palette and its key. */
export interface Action {
  id: string;
  label: string;
  /** The heading under which palette and shortcut help list it. */
  group: string;
  /** `c`, `mod+k`, `shift+d`, or a sequence: `g p`. */
  keys?: string;
  icon?: ComponentType<{ size?: number | string }>;
  /** False hides it everywhere: the caller may not, or it makes no sense here. */
  enabled?: boolean;
  danger?: boolean;
  /** Not in the palette: moving the cursor, opening the palette itself. */
  keyOnly?: boolean;
  run: () => void;
}

type Source = () => Action[];

let sources: Source[] = [];
let version = 0;
const listeners = new Set<() => void>();

function changed(): void {
  version += 1;
  for (const listener of listeners) listener();
}

/** Offers these actions while the component is mounted. What is mounted last wins a key: a panel over its list. */
export function useActions(actions: Action[]): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const source: Source = () => latest.current;
    sources = [...sources, source];
    changed();
    return () => {
      sources = sources.filter((other) => other !== source);
      changed();
    };
  }, []);
}

/** Every action on offer now, the most specific first, one per id. */
export function offeredActions(): Action[] {
  const seen = new Set<string>();
  const all: Action[] = [];
  for (const source of sources.toReversed()) {
    for (const action of source()) {
      if (action.enabled === false || seen.has(action.id)) continue;
      seen.add(action.id);
      all.push(action);
    }
  }
  return all;
}

export function useOfferedActions(): Action[] {
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => version,
  );
  return offeredActions();
}

export const isMac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent);

/** The name of a key press as actions write it. Shift counts only where it is not already in the character. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key.toLowerCase();
  const letter = /^[a-z]$/.test(key) || key.length > 1;
  return [
    event.ctrlKey || event.metaKey ? 'mod' : '',
    event.altKey ? 'alt' : '',
    event.shiftKey && letter ? 'shift' : '',
    key === ' ' ? 'space' : key,
  ]
    .filter(Boolean)
    .join('+');
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
}

/** Open menus, lists and dialogs own the keyboard; an open branch of a tree does not. */
function isOwned(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role="menu"], [role="listbox"], [role="dialog"], [data-own-keys], [aria-expanded="true"]:not([role="row"])') !== null;
}

const SEQUENCE_MS = 1200;

/** Listens for the keys of all offered actions. Mounted once. */
export function listenForKeys(): () => void {
  // Asked before anyone has answered the key: a list that Escape closes is gone when the listener below runs.
  let owned = false;
  const onCapture = (event: KeyboardEvent) => {
    owned = isOwned(event.target);
  };
  let pending = '';
  let pendingUntil = 0;
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = keyName(event);
    const typing = isTyping(event.target);
    if ((typing || owned) && !name.startsWith('mod+')) return;
    const sequence = pending && Date.now() < pendingUntil ? `${pending} ${name}` : name;
    const actions = offeredActions();
    const hit = actions.find((action) => action.keys === sequence) ?? actions.find((action) => action.keys === name);
    if (hit) {
      event.preventDefault();
      pending = '';
      hit.run();
      return;
    }
    const opens = actions.some((action) => action.keys?.startsWith(`${name} `));
    pending = opens ? name : '';
    pendingUntil = Date.now() + SEQUENCE_MS;
  };
  document.addEventListener('keydown', onCapture, true);
  document.addEventListener('keydown', onKey);
  return () => {
    document.removeEventListener('keydown', onCapture, true);
    document.removeEventListener('keydown', onKey);
  };
}
