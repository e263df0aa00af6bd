import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type ReactNode, useState } from 'react';
import type { Project } from '~/lib/models';
import { can } from '~/lib/policy';
import type { FieldErrors } from '~/lib/save';
import { InlineText } from '~/ui/InlineText';
import { MarkdownText } from '~/ui/MarkdownText';
import { ConflictNotice, Section } from '~/ui/Panel';
import { Time } from '~/ui/Time';
import { changeProject, type ProjectChange, type ProjectConflict } from './api';
import { ProjectProperties } from './ProjectProperties';
import css from './projects.module.css';

/** What the project is: its name, text, dates, money and people in charge, each changed where it stands. */
export function Overview({ project, summary }: { project: Project; summary: ReactNode }) {
  const [conflict, setConflict] = useState<ProjectConflict | null>(null);
  const [errors, setErrors] = useState<FieldErrors>({});
  const editable = can(project, 'update');
  const change = (wanted: ProjectChange, base: Project = project, force = false) => {
    setErrors({});
    void changeProject(base, wanted, { force, onFields: setErrors }).then((outcome) => setConflict(outcome.conflict));
  };
  return (
    <div className={css.overview}>
      <div className={css.text}>
        {conflict ? (
          <ConflictNotice
            fields={fieldNames(conflict.change)}
            onMine={() => change(conflict.change, conflict.theirs, true)}
            onTheirs={() => setConflict(null)}
          />
        ) : null}
        <InlineText look="title" value={project.name} label={t`Name`} readOnly={!editable} onSave={(name) => change({ name })} />
        {errors['name'] ? (
          <p className={css.wrong} role="alert">
            {errors['name']}
          </p>
        ) : null}
        <MarkdownText
          record={project}
          kind="project"
          editable={editable}
          kept={conflict?.change.description ?? null}
          onSave={(description, base) => change({ description }, base)}
        />
        {summary}
      </div>
      <aside className={css.side} aria-label={t`Properties`}>
        <Section title={t`Properties`}>
          <ProjectProperties project={project} errors={errors} onChange={change} />
        </Section>
        <p className={css.foot}>
          <Trans>
            Created <Time at={project.createdAt} />, changed <Time at={project.updatedAt} relative />
          </Trans>
        </p>
      </aside>
    </div>
  );
}

/** The fields of a change by their names on the screen. */
function fieldNames(change: ProjectChange): string {
  const names: Record<keyof ProjectChange, string> = {
    name: t`Name`,
    description: t`Description`,
    status: t`Status`,
    managerId: t`Manager`,
    clientId: t`Client`,
    clientVisible: t`Shared with client`,
    teamIds: t`Teams`,
    startDate: t`Start`,
    endDate: t`End`,
    budget: t`Budget`,
    progress: t`Progress`,
    progressByHand: t`Progress`,
  };
  return (Object.keys(change) as (keyof ProjectChange)[]).map((field) => names[field]).join(', ');
}
