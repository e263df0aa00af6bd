import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { TaskPanel } from '~/features/tasks/TaskPanel';
import type { Task } from '~/lib/models';

export function ProjectTaskRoute() {
  const { org, projectId, taskId } = useParams({ from: '/o/$org/projects/$projectId/tasks/$taskId' });
  const { whole } = useSearch({ from: '/o/$org/projects/$projectId' });
  const navigate = useNavigate();
  return (
    <TaskPanel
      taskId={taskId}
      whole={whole ?? false}
      onWhole={(next) => void navigate({ to: '.', search: (before) => ({ ...before, whole: next || undefined }), replace: true })}
      onClose={() => void navigate({ to: '/o/$org/projects/$projectId', params: { org, projectId }, search: (before) => ({ ...before, whole: undefined }) })}
      link={(task: Task, props: Record<string, unknown>) => (
        <Link to="/o/$org/projects/$projectId/tasks/$taskId" params={{ org, projectId: task.projectId, taskId: task.id }} search={(before) => before} {...props} />
      )}
    />
  );
}

export function MyTaskRoute() {
  const { org, taskId } = useParams({ from: '/o/$org/my-work/tasks/$taskId' });
  const { whole } = useSearch({ from: '/o/$org/my-work' });
  const navigate = useNavigate();
  return (
    <TaskPanel
      taskId={taskId}
      whole={whole ?? false}
      onWhole={(next) => void navigate({ to: '.', search: (before) => ({ ...before, whole: next || undefined }), replace: true })}
      onClose={() => void navigate({ to: '/o/$org/my-work', params: { org }, search: (before) => ({ ...before, whole: undefined }) })}
      link={(task: Task, props: Record<string, unknown>) => <Link to="/o/$org/my-work/tasks/$taskId" params={{ org, taskId: task.id }} search={(before) => before} {...props} />}
    />
  );
}
