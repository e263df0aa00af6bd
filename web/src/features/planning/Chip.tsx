import { t } from '@lingui/core/macro';
import { IconFlag } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useFlash } from '~/lib/highlight';
import type { Task } from '~/lib/models';
import { can } from '~/lib/policy';
import { selectsOnShift } from '~/lib/selection';
import { cx } from '~/ui/cx';
import css from './calendar.module.css';
import type { Segment } from './month';
import type { PlanLink } from './PlanRow';
import type { Entry } from './useMonth';
import { spoken } from './useMoves';

export function mayMove(entry: Entry): boolean {
  return can(entry.kind === 'task' ? entry.task : entry.milestone, 'update');
}

interface Props {
  segment: Segment<Entry>;
  tabbable: boolean;
  dragged: boolean;
  selected: boolean;
  onSelect: (task: Task) => void;
  link: PlanLink;
  mark: (task: Task) => ReactNode;
  onPress: (press: React.PointerEvent, entry: Entry, day: number) => void;
  onKeys: (event: React.KeyboardEvent, entry: Entry) => void;
}

/** A task or milestone in a week of the calendar, over as many days as it lasts. */
export function Chip({ segment, tabbable, dragged, selected, onSelect, link, mark, onPress, onKeys }: Props) {
  const { item, lane, length, before, after } = segment;
  const lit = useFlash(item.id);
  const long = item.span.end > item.span.start;
  const props = {
    className: cx(
      css.chip,
      item.kind === 'milestone' ? css.stone : long && css.long,
      item.kind === 'task' && (item.task.status === 'done' || item.task.status === 'cancelled') && css.over,
      before && css.before,
      after && css.after,
      dragged && css.dragged,
      selected && css.selected,
      lit && css.flash,
      mayMove(item) && css.movable,
    ),
    style: { '--lane': lane, '--length': length } as React.CSSProperties,
    'data-chip': item.id,
    tabIndex: tabbable ? 0 : -1,
    draggable: false,
    onPointerDown: (press: React.PointerEvent) => onPress(press, item, segment.from),
    onKeyDown: (event: React.KeyboardEvent) => onKeys(event, item),
  };
  if (item.kind === 'milestone') {
    return (
      <div {...props} role="img" aria-label={t`Milestone “${item.milestone.title}”, ${spoken(item.span)}`} title={item.milestone.title}>
        <IconFlag aria-hidden size={14} />
        <span>{item.milestone.title}</span>
      </div>
    );
  }
  return link(item.task, {
    ...props,
    onClick: selectsOnShift(() => onSelect(item.task)),
    title: item.task.title,
    'aria-label': [item.task.title, spoken(item.span), selected && t`selected`].filter(Boolean).join(', '),
    children: (
      <>
        {mark(item.task)}
        <span>{item.task.title}</span>
      </>
    ),
  });
}
