import { plural, t } from '@lingui/core/macro';
import { IconChevronRight, IconFlag } from '@tabler/icons-react';
import { memo, type ReactElement, type ReactNode } from 'react';
import { useFlash } from '~/lib/highlight';
import type { Task, User } from '~/lib/models';
import { personName } from '~/lib/people';
import { selectsOnShift } from '~/lib/selection';
import { Mark } from '~/ui/Avatar';
import { cx } from '~/ui/cx';
import { Bar, Diamond, type OnGrip } from './Bar';
import bars from './bars.module.css';
import { MILESTONES, type Row } from './rows';
import type { Span } from './time';
import css from './timeline.module.css';
import { mayPlan } from './useChartPointer';
import { spoken } from './useMoves';

export type PlanLink = (task: Task, props: Record<string, unknown>) => ReactElement;

/** What the schedule says of a task. */
export interface Facts {
  slackDays: number;
  latestFinish: number | null;
  critical: boolean;
  conflict: string | null;
}

interface Props {
  row: Row;
  index: number;
  top: number;
  current: boolean;
  x: (day: number) => number;
  dayWidth: number;
  person: User | undefined;
  stranger: string;
  facts: Facts | undefined;
  showCritical: boolean;
  isDraft: boolean;
  ghost: Span | undefined;
  baseline: Span | undefined;
  late: boolean;
  linkTarget: boolean;
  selected: boolean;
  links: string;
  link: PlanLink;
  mark: (task: Task) => ReactNode;
  onGrip: OnGrip;
  onKeyDown: (event: React.KeyboardEvent, row: Row) => void;
  onFocus: (id: string) => void;
  onToggle: (id: string, open: boolean) => void;
  onOpen: (id: string) => void;
  onSelect: (task: Task) => void;
}

/** One line of the plan: its name at the side, its time in the lane. */
export const PlanRow = memo(function PlanRow(props: Props) {
  const { row, index, top, current, onKeyDown, onFocus, linkTarget, selected } = props;
  const lit = useFlash(row.id);
  const open = row.kind === 'group' || (row.kind === 'task' && row.children > 0) ? row.open : undefined;
  return (
    <div
      role="row"
      tabIndex={current ? 0 : -1}
      data-plan-row={row.id}
      aria-rowindex={index + 1}
      aria-level={row.kind === 'task' ? row.depth + 1 : row.kind === 'group' ? 1 : 2}
      aria-expanded={open}
      aria-selected={selected || undefined}
      {...(row.kind === 'task' ? { 'aria-posinset': row.position, 'aria-setsize': row.siblings } : {})}
      className={cx(css.row, lit && css.flash, linkTarget && css.target, selected && css.selected)}
      style={{ insetBlockStart: top }}
      onKeyDown={(event) => onKeyDown(event, row)}
      onFocus={(event) => {
        if (event.target === event.currentTarget) onFocus(row.id);
      }}
    >
      <Side {...props} />
      <Lane {...props} />
    </div>
  );
});

function Side({ row, onToggle, link, person, stranger, mark, onSelect }: Props) {
  const depth = row.kind === 'task' ? row.depth : row.kind === 'milestone' ? 1 : 0;
  const expandable = row.kind === 'group' || (row.kind === 'task' && row.children > 0);
  const open = row.kind !== 'milestone' && row.open;
  return (
    <div role="gridcell" className={css.side} style={{ '--depth': depth } as React.CSSProperties}>
      {expandable ? (
        <button type="button" tabIndex={-1} className={cx(css.twist, open && css.twisted)} aria-label={open ? t`Collapse` : t`Expand`} onClick={() => onToggle(row.id, !open)}>
          <IconChevronRight size={14} />
        </button>
      ) : (
        <span className={css.twist} />
      )}
      {row.kind === 'group' ? <strong className={css.title}>{t`Milestones`}</strong> : null}
      {row.kind === 'milestone' ? (
        <>
          <IconFlag aria-hidden size={14} />
          <span className={css.title}>{row.milestone.title}</span>
        </>
      ) : null}
      {row.kind === 'task' ? (
        <>
          {mark(row.task)}
          {link(row.task, { className: cx(css.title, row.children > 0 && css.parent), tabIndex: -1, draggable: false, title: row.task.title, onClick: selectsOnShift(() => onSelect(row.task)), children: row.task.title })}
          {row.task.assigneeId ? <Assignee id={row.task.assigneeId} name={person ? personName(person) : stranger} /> : null}
        </>
      ) : null}
    </div>
  );
}

function Assignee({ id, name }: { id: string; name: string }) {
  return (
    <span role="img" aria-label={name} title={name} className={css.who}>
      <Mark id={id} name={name} />
    </span>
  );
}

/** Dates, progress and slack in one sentence. */
function inWords({ row, facts, links }: Props): string {
  if (row.kind === 'group') return plural(row.count, { one: '# milestone', other: '# milestones' });
  if (!row.span) return row.kind === 'milestone' ? t`No date` : t`Not scheduled`;
  const parts = [spoken(row.span)];
  if (row.kind === 'task') {
    if (row.summary) parts.push(t`spans its subtasks`);
    if (facts?.critical) parts.push(t`on the critical path`);
    else if (facts && facts.slackDays > 0) parts.push(plural(facts.slackDays, { one: '# day of slack', other: '# days of slack' }));
    if (facts?.conflict) parts.push(facts.conflict);
    if (links) parts.push(links);
  }
  return parts.join(', ');
}

function Lane(props: Props) {
  const { row, x, dayWidth, facts, showCritical, isDraft, ghost, baseline, late, onGrip, onOpen } = props;
  const words = inWords(props);
  if (row.kind === 'group') return <div role="gridcell" className={css.lane} aria-label={words} data-group={MILESTONES} />;
  const editable = mayPlan(row);
  const { span } = row;
  const bar = (outline: Span, look: string | undefined, attributes: Record<string, unknown> = {}) => (
    <span aria-hidden className={look} {...attributes} style={{ insetInlineStart: x(outline.start), inlineSize: (outline.end + 1 - outline.start) * dayWidth }} />
  );
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a cell: the row has the keys
    <div
      role="gridcell"
      aria-label={words}
      className={cx(css.lane, !span && editable && css.open)}
      onPointerDown={span || !editable ? undefined : (event) => onGrip(event, row, 'place')}
    >
      {baseline ? bar(baseline, bars.baseline, { 'data-baseline': row.id }) : null}
      {ghost ? bar(ghost, bars.ghost) : null}
      {span && row.kind === 'milestone' ? <Diamond row={row} span={span} x={x} dayWidth={dayWidth} editable={editable} late={late} onGrip={onGrip} /> : null}
      {span && row.kind === 'task' ? (
        <Bar
          row={row}
          span={span}
          x={x}
          dayWidth={dayWidth}
          editable={editable}
          critical={showCritical && (facts?.critical ?? false)}
          conflict={Boolean(facts?.conflict)}
          draft={isDraft}
          slackTo={facts && !facts.critical ? facts.latestFinish : null}
          onGrip={onGrip}
          onOpen={onOpen}
        />
      ) : null}
      {!span && editable ? <span className={css.hint}>{row.kind === 'milestone' ? t`Press to set the date` : t`Press or drag to set dates`}</span> : null}
    </div>
  );
}
