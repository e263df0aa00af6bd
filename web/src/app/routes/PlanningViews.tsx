import { lazy, Suspense, useMemo } from 'react';
import { CalendarView } from '~/features/planning/CalendarView';
import { Timeline, type PlanProps } from '~/features/planning/Timeline';
import { heldTask, upsertTask } from '~/features/tasks/cache';
import { StatusMark } from '~/features/tasks/marks';
import { useMe } from '~/lib/me';
import type { Task } from '~/lib/models';
import { useSelection } from '~/lib/selection';
import { resolveFilters } from '~/lib/taskFilters';
import { Stage } from '~/ui/Stage';

// It comes with the first task that is selected.
const TaskSelection = lazy(() => import('~/features/tasks/TaskSelection').then((module) => ({ default: module.TaskSelection })));

type Props = Omit<PlanProps, 'store' | 'mark' | 'selection'> & { view: 'timeline' | 'calendar' };

const STORE = { held: heldTask, show: upsertTask };
const mark = (task: Task) => <StatusMark status={task.status} />;

/** The views of a project in time, with what they need of the tasks that the page keeps. */
export function PlanningViews({ view, filters, ...props }: Props) {
  const { user } = useMe();
  const resolved = useMemo(() => resolveFilters(filters, user.id), [filters, user.id]);
  const View = view === 'timeline' ? Timeline : CalendarView;
  const selection = useSelection();
  return (
    <Stage>
      <View {...props} filters={resolved} store={STORE} mark={mark} selection={selection} />
      {selection.tasks.size > 0 ? (
        <Suspense fallback={null}>
          <TaskSelection projectId={props.project.id} selection={selection} />
        </Suspense>
      ) : null}
    </Stage>
  );
}
