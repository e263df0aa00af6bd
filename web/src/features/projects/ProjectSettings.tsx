import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { Project } from '~/lib/models';
import { can } from '~/lib/policy';
import { CalendarEditor } from './CalendarEditor';
import { FieldsEditor } from './FieldsEditor';
import css from './settings.module.css';
import { StatusesEditor } from './StatusesEditor';

/** What is this project's own way: the columns of its board, the fields of its tasks, its working days. */
export function ProjectSettings({ project }: { project: Project }) {
  const editable = can(project, 'update');
  return (
    <div className={css.page}>
      <div className={css.column}>
        <Part title={t`Statuses`} text={<Trans>The columns of the board, in their order. Each counts as one of the six that every project has.</Trans>}>
          <StatusesEditor projectId={project.id} editable={editable} />
        </Part>
        <Part title={t`Custom fields`} text={<Trans>What tasks of this project have besides the usual. They can be columns of the list and filters.</Trans>}>
          <FieldsEditor projectId={project.id} editable={editable} />
        </Part>
        <Part title={t`Calendar`} text={<Trans>The days and hours that the schedule counts with.</Trans>}>
          <div className={css.card}>
            <CalendarEditor projectId={project.id} editable={editable} />
          </div>
        </Part>
      </div>
    </div>
  );
}

function Part({ title, text, children }: { title: string; text: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <div className={css.head}>
        <h2>{title}</h2>
        <p className={css.quiet}>{text}</p>
      </div>
      {children}
    </section>
  );
}
