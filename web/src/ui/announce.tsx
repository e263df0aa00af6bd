import { useSyncExternalStore } from 'react';

let text = '';
const listeners = new Set<() => void>();

/** Says something to screen readers only: where a card being moved stands. */
export function announce(message: string): void {
  // The same words twice would not be read twice.
  text = message === text ? `${message}\u00A0` : message;
  for (const listener of listeners) listener();
}

/** Mounted once. */
export function LiveRegion() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => text,
  );
  return (
    <div className="sr" role="status" aria-live="assertive" data-testid="announcer">
      {shown}
    </div>
  );
}
