import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, ok } from '~/lib/client';
import type { components } from '~/api/schema';
import { problemText } from '~/lib/problem';
import { key } from '~/lib/query';
import { Button } from '~/ui/Button';
import { Dialog, DialogFoot } from '~/ui/Dialog';
import { Bone } from '~/ui/States';
import { deleteProject } from './api';
import { askToDelete, useToDelete } from './deleting';
import css from './projects.module.css';

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
  const close = () => askToDelete(null);
  const lines = data ? linesOf(data) : [];
  return (
    <Dialog open={asked !== null} onClose={close} title={t`Delete “${asked?.project.name ?? ''}”?`} small>
      {error ? <p>{problemText(error)}</p> : null}
      {data || error ? null : <Bone w="60%" />}
      {data && lines.length === 0 ? (
        <p>
          <Trans>Nothing hangs on it.</Trans>
        </p>
      ) : null}
      {lines.length > 0 ? (
        <>
          <p>
            <Trans>With it go out of sight, and come back when you undo it:</Trans>
          </p>
          <ul className={css.hangs}>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      ) : null}
      <DialogFoot onClose={close}>
        <Button
          look="danger"
          data-autofocus
          onClick={() => {
            if (!asked) return;
            close();
            asked.onDeleted?.();
            void deleteProject(asked.project);
          }}
        >
          <Trans>Delete</Trans>
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
