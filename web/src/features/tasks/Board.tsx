import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useActions } from '~/lib/actions';
import type { Task, TaskStatus } from '~/lib/models';
import { usePeople } from '~/lib/people';
import { useMay } from '~/lib/policy';
import { usePref } from '~/lib/prefs';
import { announce } from '~/ui/announce';
import { ErrorState } from '~/ui/States';
import { boardQuery } from './api';
import css from './board.module.css';
import type { TaskLink } from './Card';
import { Column } from './Column';
import { isFiltered, STATUSES, type TaskFilters } from './filters';
import { statusName } from './marks';
import { useBoardKeys } from './useBoardKeys';
import { columnCards } from './columns';
import { moveTask } from './write';

interface Props {
  projectId: string;
  filters: TaskFilters;
  link: TaskLink;
  openId: string | undefined;
}

/** The tasks of a project by status. */
export function Board({ projectId, filters, link, openId }: Props) {
  const board = useRef<HTMLDivElement>(null);
  const counts = useQuery(boardQuery(projectId));
  const { byId } = usePeople();
  const mayCreate = useMay()('tasks', 'create');
  const [adding, setAdding] = useState<TaskStatus | null>(null);
  const [folded, setFolded] = usePref('board.folded');
  const foldedList = useMemo(() => (folded ?? 'cancelled').split(','), [folded]);
  const shown = filters.status?.length ? STATUSES.filter((status) => filters.status?.includes(status)) : STATUSES;
  const visible = shown.filter((status) => filters.status?.length || !foldedList.includes(status));
  const keys = useBoardKeys(projectId, filters, visible);

  useEffect(() => {
    const element = board.current;
    if (!element) return undefined;
    return combine(
      autoScrollForElements({ element }),
      monitorForElements({
        canMonitor: ({ source }) => source.data['kind'] === 'card',
        onDrop: ({ source, location }) => {
          const target = location.current.dropTargets[0];
          const column = location.current.dropTargets.find((entry) => entry.data['kind'] === 'column');
          if (!target || !column) return;
          const task = source.data['task'] as Task;
          const status = column.data['status'] as TaskStatus;
          const cards = columnCards(projectId, status, filters).filter((card) => card.id !== task.id);
          const onto = target.data['kind'] === 'card' ? (target.data['task'] as Task) : null;
          if (onto?.id === task.id) return;
          const at = onto ? cards.findIndex((card) => card.id === onto.id) + (extractClosestEdge(target.data) === 'bottom' ? 1 : 0) : cards.length;
          if (!onto && status === task.status) return;
          void moveTask(task, status, cards[at - 1]?.id ?? null, cards[at]?.id ?? null).then((moved) => {
            const name = statusName(status);
            if (moved) announce(t`“${task.title}” moved to ${name}.`);
          });
        },
      }),
    );
  }, [projectId, filters]);

  useActions([
    { id: 'board.next', label: t`Next card`, group: t`Board`, keys: 'j', keyOnly: true, run: () => keys.step(1) },
    { id: 'board.previous', label: t`Previous card`, group: t`Board`, keys: 'k', keyOnly: true, run: () => keys.step(-1) },
    { id: 'board.lift', label: t`Lift the card, then move it with the arrow keys`, group: t`Board`, keys: 'space', keyOnly: true, run: () => keys.liftFocused() },
  ]);

  if (counts.error && !counts.data) return <ErrorState error={counts.error} onRetry={() => void counts.refetch()} />;
  const filtered = isFiltered({ ...filters, status: undefined });
  const countOf = (status: TaskStatus) => counts.data?.columns.find((column) => column.status === status)?.count ?? (counts.data ? 0 : undefined);
  return (
    <div ref={board} className={css.board}>
      <p id="board-help" className="sr">
        <Trans>Enter opens. Space lifts the card, arrow keys move it, Space again drops it, Escape puts it back.</Trans>
      </p>
      {shown.map((status) => (
        <Column
          key={status}
          projectId={projectId}
          status={status}
          filters={filters}
          count={filtered ? null : countOf(status)}
          people={byId}
          link={link}
          openId={openId}
          liftedId={keys.liftedId}
          focusId={keys.focusId}
          onFocused={keys.onFocused}
          onKeyDown={keys.onKeyDown}
          adding={adding === status}
          onAdding={(on) => setAdding(on ? status : null)}
          mayCreate={mayCreate}
          collapsed={!visible.includes(status)}
          onCollapse={(fold) => {
            const next = fold ? [...foldedList, status] : foldedList.filter((other) => other !== status);
            setFolded(next.length > 0 ? next.filter(Boolean).join(',') : 'none');
          }}
        />
      ))}
    </div>
  );
}
