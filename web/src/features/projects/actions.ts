import { t } from '@lingui/core/macro';
import { IconArchive, IconArchiveOff, IconDownload, IconPin, IconPinnedOff, IconTrash } from '@tabler/icons-react';
import type { Action } from '~/lib/actions';
import { download } from '~/lib/download';
import type { Project } from '~/lib/models';
import { can } from '~/lib/policy';
import { toastProblem } from '~/ui/toast';
import { archiveProject, changeProject } from './api';
import { askToDelete } from './deleting';
import { isPinned, togglePin } from './pins';

/** What can be done with one project: its row's menu, its page's menu and the palette show these same objects. */
export function projectActions(project: Project, onDeleted?: () => void): Action[] {
  const archived = project.status === 'archived';
  const pinned = isPinned(project.id);
  const group = t`Project`;
  return [
    {
      id: 'project.pin',
      label: pinned ? t`Unpin from sidebar` : t`Pin to sidebar`,
      group,
      icon: pinned ? IconPinnedOff : IconPin,
      run: () => togglePin(project),
    },
    {
      id: 'project.archive',
      label: archived ? t`Bring back from archive` : t`Archive project`,
      group,
      icon: archived ? IconArchiveOff : IconArchive,
      enabled: can(project, 'update'),
      run: () => void (archived ? changeProject(project, { status: 'active' }) : archiveProject(project)),
    },
    {
      id: 'project.export',
      label: t`Export project`,
      group,
      icon: IconDownload,
      run: () => void download(`/api/project/projects/${project.id}/document`).catch((refused: unknown) => toastProblem(t`The project could not be exported.`, refused)),
    },
    {
      id: 'project.delete',
      label: t`Delete project`,
      group,
      icon: IconTrash,
      danger: true,
      enabled: can(project, 'delete'),
      run: () => askToDelete({ project, onDeleted }),
    },
  ];
}

/** The same as a menu: harmless things first, dangerous ones apart. */
export function projectMenu(project: Project, onDeleted?: () => void): { items: Action[] }[] {
  const actions = projectActions(project, onDeleted);
  return [{ items: actions.filter((action) => !action.danger) }, { items: actions.filter((action) => action.danger) }];
}
