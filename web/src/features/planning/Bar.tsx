import { t } from '@lingui/core/macro';
import { memo } from 'react';
import { percentOf } from '~/lib/totals';
import { cx } from '~/ui/cx';
import { isPoint, type MilestoneRow, type TaskRow } from './rows';
import type { Span } from './time';
import css from './bars.module.css';
import type { Grip } from './useChartPointer';

export type OnGrip = (press: React.PointerEvent, row: TaskRow | MilestoneRow, grip: Grip) => void;

interface Props {
  row: TaskRow;
  span: Span;
  x: (day: number) => number;
  dayWidth: number;
  editable: boolean;
  critical: boolean;
  /** The schedule says that its dates cannot hold. */
  conflict: boolean;
  draft: boolean;
  /** Days it may slip before the end does: shown as a tail while the pointer is on it. */
  slackTo: number | null;
  onGrip: OnGrip;
  onOpen: (id: string) => void;
}

/** A task in time. What it is in words stands in its row. */
export const Bar = memo(function Bar({ row, span, x, dayWidth, editable, critical, conflict, draft, slackTo, onGrip, onOpen }: Props) {
  const point = isPoint(row.task) && !row.summary;
  const over = row.task.status === 'done' || row.task.status === 'cancelled';
  const start = x(span.start);
  const width = point ? 0 : (span.end + 1 - span.start) * dayWidth;
  const kind = point ? css.point : row.summary ? css.summary : css.leaf;
  return (
    <>
      {slackTo !== null && slackTo > span.end ? (
        <span className={css.slack} style={{ insetInlineStart: start + width, inlineSize: (slackTo - span.end) * dayWidth }} />
      ) : null}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the row has the keys */}
      <div
        className={cx(css.bar, kind, over && css.over, critical && css.critical, conflict && css.conflict, draft && css.draft, editable && css.grips)}
        data-bar={row.id}
        style={{ insetInlineStart: point ? start + dayWidth / 2 : start, ...(point ? {} : { inlineSize: width }) }}
        onPointerDown={(event) => onGrip(event, row, 'move')}
        onClick={() => onOpen(row.id)}
      >
        {point ? null : <span className={css.done} style={{ inlineSize: `${percentOf(row.task)}%` }} />}
        {editable && !row.summary && !point ? (
          <>
            <span className={cx(css.edge, css.edgeStart)} onPointerDown={(event) => onGrip(event, row, 'start')} data-grip="start" />
            <span className={cx(css.edge, css.edgeEnd)} onPointerDown={(event) => onGrip(event, row, 'end')} data-grip="end" />
          </>
        ) : null}
        {editable ? (
          <>
            <span className={cx(css.knob, css.knobStart)} title={t`Drag to another task to link`} onPointerDown={(event) => onGrip(event, row, 'link-start')} data-grip="link-start" />
            <span className={cx(css.knob, css.knobEnd)} title={t`Drag to another task to link`} onPointerDown={(event) => onGrip(event, row, 'link-end')} data-grip="link-end" />
          </>
        ) : null}
      </div>
    </>
  );
});

interface DiamondProps {
  row: MilestoneRow;
  span: Span;
  x: (day: number) => number;
  dayWidth: number;
  editable: boolean;
  late: boolean;
  onGrip: OnGrip;
}

/** A milestone: a day, not a length. */
export function Diamond({ row, span, x, dayWidth, editable, late, onGrip }: DiamondProps) {
  const over = row.milestone.status === 'completed' || row.milestone.status === 'cancelled';
  return (
    <div
      className={cx(css.bar, css.point, css.milestone, over && css.over, late && css.late, editable && css.grips)}
      data-bar={row.id}
      style={{ insetInlineStart: x(span.start) + dayWidth / 2 }}
      onPointerDown={(event) => onGrip(event, row, 'move')}
    />
  );
}
