const LATELY_MS = 250;
let last = -Infinity;
if (typeof document !== 'undefined') {
  document.addEventListener(
    'scroll',
    () => {
      last = performance.now();
    },
    { capture: true, passive: true },
  );
}

/** Something scrolls right now: rows slide under a pointer that rests, which is no sign that someone wants to open them. */
export function isScrolling(): boolean {
  return performance.now() - last < LATELY_MS;
}
