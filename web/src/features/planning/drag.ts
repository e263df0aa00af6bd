/** Following a pointer from press to release, with the scroller moving along at its edges. */

export interface Tracked {
  /** How far along the time axis and down, in pixels of the chart, scrolling included. */
  along: number;
  down: number;
  x: number;
  y: number;
}

interface Handlers {
  scroller: HTMLElement;
  /** A press without a move counts as well. */
  atOnce?: boolean;
  onMove: (tracked: Tracked) => void;
  /** False when it was cancelled by Escape, or by the browser. */
  onEnd: (tracked: Tracked, meant: boolean) => void;
}

const EDGE = 36;
const EDGE_STEP = 14;
/** A press that moves less is a click. */
const SLACK = 3;

export const isRtl = () => document.documentElement.dir === 'rtl';

/** Follows the pointer that pressed. Nothing is told until it has moved a little; a mere click is left to be one. */
export function track(press: PointerEvent, { scroller, atOnce = false, onMove, onEnd }: Handlers): void {
  const begun = { x: press.clientX, y: press.clientY, left: scroller.scrollLeft, top: scroller.scrollTop };
  const direction = isRtl() ? -1 : 1;
  let last = { x: press.clientX, y: press.clientY };
  let moving = false;
  let frame = 0;

  const tracked = (): Tracked => ({
    along: direction * (last.x - begun.x + scroller.scrollLeft - begun.left),
    down: last.y - begun.y + scroller.scrollTop - begun.top,
    x: last.x,
    y: last.y,
  });

  const scroll = () => {
    const box = scroller.getBoundingClientRect();
    const dx = last.x > box.right - EDGE ? EDGE_STEP : last.x < box.left + EDGE ? -EDGE_STEP : 0;
    const dy = last.y > box.bottom - EDGE ? EDGE_STEP : last.y < box.top + EDGE ? -EDGE_STEP : 0;
    if (dx !== 0 || dy !== 0) {
      scroller.scrollBy(dx, dy);
      onMove(tracked());
    }
    frame = window.requestAnimationFrame(scroll);
  };

  const move = (event: PointerEvent) => {
    last = { x: event.clientX, y: event.clientY };
    if (!moving && Math.hypot(last.x - begun.x, last.y - begun.y) < SLACK) return;
    if (!moving) frame = window.requestAnimationFrame(scroll);
    moving = true;
    onMove(tracked());
  };

  if (atOnce) {
    moving = true;
    onMove(tracked());
    frame = window.requestAnimationFrame(scroll);
  }

  const finish = (meant: boolean) => {
    window.cancelAnimationFrame(frame);
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', up);
    window.removeEventListener('pointercancel', stop);
    window.removeEventListener('keydown', key, true);
    if (moving) {
      // The click that follows a drag must not open what was dragged.
      window.addEventListener('click', swallow, { capture: true, once: true });
      window.setTimeout(() => window.removeEventListener('click', swallow, true), 0);
      onEnd(tracked(), meant);
    }
  };
  const up = (event: PointerEvent) => {
    last = { x: event.clientX, y: event.clientY };
    finish(true);
  };
  const stop = () => finish(false);
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    finish(false);
  };
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', up);
  window.addEventListener('pointercancel', stop);
  window.addEventListener('keydown', key, true);
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
