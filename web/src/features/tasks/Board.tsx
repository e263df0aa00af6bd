import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueries } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useActions } from '~/lib/actions';
import { useMe } from '~/lib/me';
import type { Task } from '~/lib/models';
import { usePeople, useStranger } from '~/lib/people';
import { useMay, useStaff } from '~/lib/policy';
import { usePref } from '~/lib/prefs';
import { mayGo, useStatuses } from '~/lib/projectParts';
import { flatten, type Pages } from '~/lib/query';
import { useSelection } from '~/lib/selection';
import { announce } from '~/ui/announce';
import { Stage } from '~/ui/Stage';
import { Bone, ErrorState } from '~/ui/States';
import { toastProblem } from '~/ui/toast';
import { columnQuery } from './api';
import css from './board.module.css';
import type { TaskLink } from './Card';
import { Column } from './Column';
import { type BoardColumn, columnCards, columnsShown, useColumns } from './columns';
import { isFiltered, type TaskFilters } from './filters';
import { LaneBoard } from './LaneBoard';
import { type Lane, knownLanes, laneOf, lanesOf } from './lanes';
import type { People } from './people';
import { focusedCard, useBoardKeys } from './useBoardKeys';
import { moveTask, saveTask } from './write';

// Few look for it: it comes with the first card that is selected.
const TaskSelection = lazy(() => import('./TaskSelection').then((module) => ({ default: module.TaskSelection })));

interface Props {
  projectId: string;
  /** Resolved: as requests have them. */
  filters: TaskFilters;
  lanes: string | undefined;
  link: TaskLink;
  openId: string | undefined;
}

/** The tasks of a project by status. */
export function Board({ projectId, filters, lanes: wantedLanes, link, openId }: Props) {
  const board = useRef<HTMLDivElement>(null);
  const { columns, error, refetch } = useColumns(projectId);
  const statuses = useStatuses(columns.some((column) => column.statusId) ? projectId : null);
  const { people: list, byId } = usePeople();
  const { user } = useMe();
  const stranger = useStranger();
  const staff = useStaff();
  const mayCreate = useMay()('tasks', 'create');
  const [adding, setAdding] = useState<string | null>(null);
  const [folded, setFolded] = usePref('board.folded');
  const [foldEmpty] = usePref('board.foldEmpty');
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [dragged, setDragged] = useState<Task | null>(null);
  const selection = useSelection();
  const foldedList = useMemo(() => (folded ?? 'cancelled').split(','), [folded]);

  const shown = columnsShown(columns, filters);
  const chosen = Boolean(filters.status?.length || filters.statusId?.length);
  const isFolded = (column: BoardColumn) => !chosen && (foldedList.includes(column.id) || (foldEmpty !== null && column.count === 0 && !opened.has(column.id)));
  const visible = shown.filter((column) => !isFolded(column));
  const fold = (column: BoardColumn, on: boolean) => {
    setOpened((before) => new Set([...before, column.id].filter((id) => !on || id !== column.id)));
    const next = on ? [...foldedList, column.id] : foldedList.filter((other) => other !== column.id);
    setFolded(next.length > 0 ? next.filter(Boolean).join(',') : 'none');
  };

  const lanes = knownLanes(wantedLanes);
  const people = useMemo<People>(() => ({ list: staff ? list : [], byId, me: user.id, stranger }), [list, byId, user.id, stranger, staff]);
  // Read, not fetched: the columns do that.
  const loaded = useQueries({ queries: visible.map((column) => ({ queryKey: columnQuery(projectId, column, filters).queryKey, enabled: false })) });
  const cardsHere = () => loaded.flatMap((query) => flatten(query.data as Pages<Task> | undefined));
  const cards = lanes ? cardsHere() : [];
  const laneList: Lane[] = lanes ? lanesOf(lanes, cards, people) : [];
  const inLane = (task: Task) => laneOf(lanes, task);
  const allows = useCallback((task: Task, column: BoardColumn) => mayGo(statuses, task.statusId, column.statusId), [statuses]);
  const selectFocused = () => {
    const id = focusedCard();
    const card = cardsHere().find((other) => other.id === id);
    if (card) selection.toggle(card);
  };
  const keys = useBoardKeys({ projectId, filters, visible, allows, laneOf: inLane, lanes: laneList.map((lane) => lane.id) });

  const drop = (task: Task, column: BoardColumn, lane: Lane | null, onto: Task | null, below: boolean) => {
    if (onto?.id === task.id) return;
    const elsewhere = lane !== null && lane.id !== inLane(task);
    const all = columnCards(projectId, column, filters).filter((card) => card.id !== task.id);
    // In a lane the neighbours are those that are seen.
    const among = lane ? all.filter((card) => inLane(card) === lane.id) : all;
    const at = onto ? among.findIndex((card) => card.id === onto.id) + (below ? 1 : 0) : among.length;
    const put = async () => {
      if (elsewhere && !(await saveTask(task, lane.change))) return;
      if (!onto && column.id === (task.statusId ?? task.status)) return;
      const moved = await moveTask({ ...task, ...(elsewhere ? lane.change : {}) }, column, among[at - 1]?.id ?? null, among[at]?.id ?? null);
      if (moved) announce(t`“${task.title}” moved to ${column.name}.`);
    };
    void put();
  };
  const refuse = (task: Task, columnId: string | null | undefined) => {
    const column = columns.find((other) => other.id === columnId);
    const from = statuses.find((status) => status.id === task.statusId);
    if (!column || !from) return;
    const allowed = statuses.filter((status) => from.nextIds?.includes(status.id)).map((status) => status.name);
    toastProblem(
      t`“${task.title}” stays in ${from.name}.`,
      new Error(allowed.length > 0 ? t`From there a task may go to ${allowed.join(', ')}, not to ${column.name}.` : t`From there a task may go nowhere.`),
    );
  };
  const latest = useRef({ drop, refuse });
  useEffect(() => {
    latest.current = { drop, refuse };
  });

  const hasBoard = columns.length > 0;
  useEffect(() => {
    const element = board.current;
    if (!element || !hasBoard) return undefined;
    return combine(
      autoScrollForElements({ element }),
      monitorForElements({
        canMonitor: ({ source }) => source.data['kind'] === 'card',
        onDragStart: ({ source }) => setDragged(source.data['task'] as Task),
        onDrop: ({ source, location }) => {
          setDragged(null);
          const task = source.data['task'] as Task;
          const target = location.current.dropTargets[0];
          const place = location.current.dropTargets.find((entry) => entry.data['kind'] === 'column');
          if (!target || !place) {
            const { clientX, clientY } = location.current.input;
            const over = document.elementFromPoint(clientX, clientY)?.closest('[data-refuses]');
            if (over) latest.current.refuse(task, over.getAttribute('data-column'));
            return;
          }
          const onto = target.data['kind'] === 'card' ? (target.data['task'] as Task) : null;
          latest.current.drop(task, place.data['column'] as BoardColumn, (place.data['lane'] as Lane | undefined) ?? null, onto, extractClosestEdge(target.data) === 'bottom');
        },
      }),
    );
  }, [projectId, hasBoard]);

  useActions([
    { id: 'board.next', label: t`Next card`, group: t`Board`, keys: 'j', keyOnly: true, run: () => keys.step(1) },
    { id: 'board.previous', label: t`Previous card`, group: t`Board`, keys: 'k', keyOnly: true, run: () => keys.step(-1) },
    { id: 'board.lift', label: t`Lift the card, then move it with the arrow keys`, group: t`Board`, keys: 'space', keyOnly: true, run: () => keys.liftFocused() },
    { id: 'board.select', label: t`Select the card`, group: t`Board`, keys: 'x', keyOnly: true, run: selectFocused },
  ]);

  if (error) return <ErrorState error={error} onRetry={refetch} />;
  const filtered = isFiltered({ ...filters, status: undefined, statusId: undefined });
  const common = { projectId, filters, filtered, people: byId, link, openId, mayCreate, selection, ...keys };
  const props = (column: BoardColumn) => ({
    ...common,
    column,
    refuses: dragged !== null && !allows(dragged, column),
    collapsed: isFolded(column),
    onCollapse: (on: boolean) => fold(column, on),
  });
  return (
    <Stage>
      <div ref={board} className={lanes ? css.lanes : css.board}>
        <p id="board-help" className="sr">
          <Trans>Enter opens. Space lifts the card, arrow keys move it, Space again drops it, Escape puts it back.</Trans>
        </p>
        {hasBoard ? null : <BoardBones />}
        {lanes ? (
          <LaneBoard lanes={laneList} laneOf={inLane} columns={shown.map(props)} />
        ) : (
          shown.map((column) => <Column key={column.id} {...props(column)} adding={adding === column.id} onAdding={(on) => setAdding(on ? column.id : null)} />)
        )}
      </div>
      {selection.tasks.size > 0 ? (
        <Suspense fallback={null}>
          <TaskSelection projectId={projectId} selection={selection} />
        </Suspense>
      ) : null}
    </Stage>
  );
}

function BoardBones() {
  return ['60%', '44%', '52%', '38%'].map((width) => (
    <div key={width} className={css.column} aria-busy>
      <span className={css.head}>
        <Bone w={width} />
      </span>
    </div>
  ));
}
