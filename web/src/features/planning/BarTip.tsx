import { plural, t } from '@lingui/core/macro';
import { type ReactNode, type RefObject, useEffect, useState } from 'react';
import { formatDay } from '~/lib/dates';
import css from './bars.module.css';
import type { Facts } from './PlanRow';
import type { Row } from './rows';
import { toDay } from './time';

const DELAY_MS = 350;

interface Hover {
  id: string;
  x: number;
  y: number;
}

/** The bar that the pointer rests on. One listener for all: hundreds of bars come and go while scrolling. */
function useHover(scroller: RefObject<HTMLElement | null>): Hover | null {
  const [hover, setHover] = useState<Hover | null>(null);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let timer = 0;
    const leave = () => {
      window.clearTimeout(timer);
      setHover(null);
    };
    const over = (event: PointerEvent) => {
      const bar = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-bar]') : null;
      leave();
      if (!bar || event.pointerType === 'touch' || event.buttons !== 0) return;
      const { clientX: x } = event;
      timer = window.setTimeout(() => setHover({ id: bar.dataset['bar'] ?? '', x, y: bar.getBoundingClientRect().bottom }), DELAY_MS);
    };
    element.addEventListener('pointerover', over);
    element.addEventListener('pointerleave', leave);
    element.addEventListener('pointerdown', leave);
    element.addEventListener('scroll', leave, { passive: true });
    return () => {
      leave();
      element.removeEventListener('pointerover', over);
      element.removeEventListener('pointerleave', leave);
      element.removeEventListener('pointerdown', leave);
      element.removeEventListener('scroll', leave);
    };
  }, [scroller]);
  return hover;
}

interface Props {
  scroller: RefObject<HTMLElement | null>;
  rowOf: (id: string) => Row | undefined;
  factsOf: (id: string) => Facts | undefined;
}

/** What the bar under the pointer is: its days and slack. The row says the same to those who do not point. */
export function BarTip({ scroller, rowOf, factsOf }: Props): ReactNode {
  const hover = useHover(scroller);
  const row = hover ? rowOf(hover.id) : undefined;
  if (!hover || !row || row.kind === 'group' || !row.span) return null;
  const facts = factsOf(row.id);
  const [start, end] = [formatDay(toDay(row.span.start)), formatDay(toDay(row.span.end))];
  return (
    <div aria-hidden className={css.tip} style={{ left: hover.x, top: hover.y }}>
      <b>{row.kind === 'task' ? row.task.title : row.milestone.title}</b>
      <span>{start === end ? start : `${start} – ${end}`}</span>
      {facts ? <span>{facts.critical ? t`On the critical path` : plural(facts.slackDays, { one: '# day of slack', other: '# days of slack' })}</span> : null}
      {facts?.conflict ? <span>{facts.conflict}</span> : null}
    </div>
  );
}
