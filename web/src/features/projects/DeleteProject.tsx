import { plural } from '@lingui/core/macro';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, ok } from '~/lib/client';
import type { components } from '~/api/schema';
import { problemText } from '~/lib/problem';
import { key } from '~/lib/query';
import { DeleteDialog } from '~/ui/DeleteDialog';
import { Bone } from '~/ui/States';
import { deleteProject } from './api';
import { askToDelete, useToDelete } from './deleting';

type Dependents = components['schemas']['ProjectDependents'];

function dependentsQuery(projectId: string) {
  return queryOptions({
    queryKey: key('project dependents', projectId),
    queryFn: () => ok(api.GET('/api/project/projects/{id}/dependents', { params: { path: { id: projectId } } })),
    staleTime: 0,
  });
}

function linesOf(hanging: Dependents): string[] {
  return [
    hanging.tasks > 0 && plural(hanging.tasks, { one: '# task', other: '# tasks' }),
    hanging.milestones > 0 && plural(hanging.milestones, { one: '# milestone', other: '# milestones' }),
    hanging.comments > 0 && plural(hanging.comments, { one: '# comment', other: '# comments' }),
    hanging.attachments > 0 && plural(hanging.attachments, { one: '# file', other: '# files' }),
    hanging.timeEntries > 0 && plural(hanging.timeEntries, { one: '# entry of logged time', other: '# entries of logged time' }),
    hanging.expenses > 0 && plural(hanging.expenses, { one: '# expense', other: '# expenses' }),
    hanging.risks > 0 && plural(hanging.risks, { one: '# risk', other: '# risks' }),
    hanging.savedViews > 0 && plural(hanging.savedViews, { one: '# saved view', other: '# saved views' }),
    hanging.members > 0 && plural(hanging.members, { one: '# membership', other: '# memberships' }),
  ].filter((line) => line !== false);
}

/** Shows what hangs on a project before it is deleted, from wherever that was asked. */
export function DeleteProject() {
  const asked = useToDelete();
  const { data, error } = useQuery({ ...dependentsQuery(asked?.project.id ?? ''), enabled: asked !== null });
  return (
    <DeleteDialog
      open={asked !== null}
      name={asked?.project.name ?? ''}
      lines={data ? linesOf(data) : []}
      instead={data ? null : error ? <p>{problemText(error)}</p> : <Bone w="60%" />}
      onClose={() => askToDelete(null)}
      onDelete={() => {
        if (!asked) return;
        asked.onDeleted?.();
        void deleteProject(asked.project);
      }}
    />
  );
}
