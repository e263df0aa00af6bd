import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { isRtl } from './drag';
import type { Unit } from './time';

/** Days are told in steps of so many pixels, so that scrolling does not draw anew at each of them. */
const STEP = 320;

interface Props {
  scrollerRef: RefObject<HTMLDivElement | null>;
  sideRef: RefObject<HTMLElement | null>;
  range: Unit;
  dayWidth: number;
}

/** Which days of a chart are in sight, and the way to bring others there. What is looked at stays when the range grows or the scale changes. */
export function useViewport({ scrollerRef, sideRef, range, dayWidth }: Props) {
  const [seen, setSeen] = useState<Unit>({ from: range.from, to: range.from });

  const place = useCallback(() => {
    const element = scrollerRef.current;
    if (!element) return null;
    const width = Math.max(0, element.clientWidth - (sideRef.current?.offsetWidth ?? 0));
    return { at: Math.abs(element.scrollLeft), width };
  }, [scrollerRef, sideRef]);

  const scrollToX = useCallback(
    (x: number) => {
      const element = scrollerRef.current;
      element?.scrollTo({ left: (isRtl() ? -1 : 1) * Math.max(0, x) });
    },
    [scrollerRef],
  );

  const measure = useCallback(() => {
    const now = place();
    if (!now) return;
    const step = Math.max(1, Math.round(STEP / dayWidth));
    const from = range.from + Math.floor((now.at / dayWidth - step) / step) * step;
    const to = range.from + Math.ceil(((now.at + now.width) / dayWidth + step) / step) * step;
    const next = { from: Math.max(range.from, from), to: Math.min(range.to, to) };
    setSeen((before) => (before.from === next.from && before.to === next.to ? before : next));
  }, [dayWidth, place, range.from, range.to]);

  const latest = useRef(measure);
  useEffect(() => {
    latest.current = measure;
    measure();
  }, [measure]);
  // Listens before the virtual rows do: once those have drawn, reading where one is would make the browser lay everything out a second time.
  useLayoutEffect(() => {
    const element = scrollerRef.current;
    if (!element) return undefined;
    const onChange = () => latest.current();
    const observer = new ResizeObserver(onChange);
    observer.observe(element);
    element.addEventListener('scroll', onChange, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onChange);
    };
  }, [scrollerRef]);

  const before = useRef({ from: range.from, dayWidth });
  useLayoutEffect(() => {
    const old = before.current;
    before.current = { from: range.from, dayWidth };
    const now = place();
    if (!now || (old.from === range.from && old.dayWidth === dayWidth)) return;
    const middle = old.dayWidth === dayWidth ? 0 : now.width / 2;
    const day = old.from + (now.at + middle) / old.dayWidth;
    scrollToX((day - range.from) * dayWidth - middle);
    measure();
  }, [range.from, dayWidth, place, scrollToX, measure]);

  /** Brings days into sight if they are not there; `force` puts the first a third of the way in. */
  const show = useCallback(
    (start: number, end: number, force = false) => {
      const now = place();
      if (!now) return;
      const [a, b] = [(start - range.from) * dayWidth, (end + 1 - range.from) * dayWidth];
      if (force || b < now.at || a > now.at + now.width) scrollToX(a - now.width / 3);
    },
    [dayWidth, place, range.from, scrollToX],
  );

  return { seen, show };
}
