import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { IconCalendar, IconFlag, IconPencil, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dayOf, formatDay, toInstant } from '~/lib/dates';
import { formatNumber } from '~/lib/format';
import { useForm } from '~/lib/form';
import { milestonesQuery } from '~/lib/milestones';
import type { Milestone, MilestoneStatus, Project } from '~/lib/models';
import { can } from '~/lib/policy';
import { Button, IconButton } from '~/ui/Button';
import { DateField, DayPicker } from '~/ui/DateField';
import { TextAreaField, TextField } from '~/ui/Field';
import { ExportMenu } from '~/ui/ExportMenu';
import { FormDialog } from '~/ui/FormDialog';
import { InlineText } from '~/ui/InlineText';
import { Picker } from '~/ui/Picker';
import { Dot, Progress } from '~/ui/Pill';
import { Bone, EmptyState, ErrorState } from '~/ui/States';
import { changeMilestone, createMilestone, deleteMilestone } from './api';
import { MILESTONE_STATUSES, MILESTONE_TONES, milestoneStatusName } from './marks';
import css from './projects.module.css';

export function Milestones({ project }: { project: Project }) {
  const query = useQuery(milestonesQuery(project.id));
  const [editing, setEditing] = useState<Milestone | 'new' | null>(null);
  const editable = can(project, 'update');
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const add = (
    <Button icon={IconFlag} onClick={() => setEditing('new')}>
      <Trans>Add milestone</Trans>
    </Button>
  );
  return (
    <div className={css.pad}>
      {editing ? <MilestoneDialog key={editing === 'new' ? 'new' : editing.id} projectId={project.id} milestone={editing === 'new' ? null : editing} onClose={() => setEditing(null)} /> : null}
      {query.isPending ? (
        <div className={css.column}>
          <Bone w="50%" />
        </div>
      ) : query.data.length === 0 ? (
        <EmptyState icon={IconFlag} title={<Trans>No milestones yet</Trans>} actions={editable ? add : null}>
          <Trans>A milestone is a date that matters: a delivery, a decision, a launch.</Trans>
        </EmptyState>
      ) : (
        <div className={css.column}>
          <div className={css.head}>
            {editable ? add : null}
            <ExportMenu path="/api/project/milestones" query={{ projectId: [project.id] }} />
          </div>
          <ul className={css.rows}>
            {query.data.map((milestone) => (
              <MilestoneRow key={milestone.id} milestone={milestone} onEdit={() => setEditing(milestone)} />
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function MilestoneRow({ milestone, onEdit }: { milestone: Milestone; onEdit: () => void }) {
  const editable = can(milestone, 'update');
  const day = dayOf(milestone.dueDate);
  const done = formatNumber(milestone.tasksDone);
  const name = milestoneStatusName(milestone.status);
  const status = (
    <>
      <Dot tone={MILESTONE_TONES[milestone.status]} hollow={milestone.status === 'planned'} />
      {name}
    </>
  );
  return (
    <li className={css.row}>
      <div className={css.grow}>
        <InlineText value={milestone.title} label={t`Title`} readOnly={!editable} onSave={(title) => void changeMilestone(milestone, { title })} />
        {milestone.description ? <p className={css.about}>{milestone.description}</p> : null}
        {milestone.tasks > 0 ? (
          <div className={css.far}>
            <Progress percent={milestone.progress} label={t`Progress of ${milestone.title}`} />
            <span>
              <Plural value={milestone.tasks} one={`${done} of # task done`} other={`${done} of # tasks done`} />
            </span>
          </div>
        ) : null}
      </div>
      {editable ? (
        <span className={css.fields}>
          <DayPicker
            label={t`Due date`}
            value={day}
            onChange={(next) => void changeMilestone(milestone, { dueDate: toInstant(next) })}
            trigger={(toggle, open) => (
              <Button look="quiet" size="sm" icon={IconCalendar} aria-haspopup="dialog" aria-expanded={open} onClick={toggle}>
                {day ? formatDay(day) : t`No date`}
              </Button>
            )}
          />
          <Picker
            label={t`Status`}
            options={MILESTONE_STATUSES.map((value) => ({ value, label: milestoneStatusName(value), icon: <Dot tone={MILESTONE_TONES[value]} hollow={value === 'planned'} /> }))}
            selected={[milestone.status]}
            onPick={(value) => void changeMilestone(milestone, { status: value as MilestoneStatus })}
            trigger={(toggle) => (
              <Button look="quiet" size="sm" onClick={toggle} aria-label={`${t`Status`}: ${name}`}>
                {status}
              </Button>
            )}
          />
        </span>
      ) : (
        <span className={css.fields}>
          <span>{day ? formatDay(day) : null}</span>
          <span className={css.name}>{status}</span>
        </span>
      )}
      {editable ? <IconButton size="sm" icon={IconPencil} label={t`Change “${milestone.title}”`} onClick={onEdit} /> : null}
      {can(milestone, 'delete') ? <IconButton size="sm" icon={IconX} label={t`Delete “${milestone.title}”`} onClick={() => void deleteMilestone(milestone)} /> : null}
    </li>
  );
}

function MilestoneDialog({ projectId, milestone, onClose }: { projectId: string; milestone: Milestone | null; onClose: () => void }) {
  const form = useForm({
    initial: { title: milestone?.title ?? '', description: milestone?.description ?? '', dueDate: dayOf(milestone?.dueDate ?? null) },
    check: (values) => (values.title.trim() ? {} : { title: t`Name the milestone.` }),
    onSubmit: async ({ title, description, dueDate }) => {
      const body = { title: title.trim(), description: description.trim() || null, dueDate: toInstant(dueDate) };
      if (milestone) await changeMilestone(milestone, body);
      else await createMilestone({ projectId, ...body });
      onClose();
    },
  });
  return (
    <FormDialog form={form} title={milestone ? t`Change milestone` : t`New milestone`} save={milestone ? <Trans>Save</Trans> : <Trans>Add milestone</Trans>} onClose={onClose} small>
      <TextField field={form.bind('title')} label={<Trans>Title</Trans>} data-autofocus autoComplete="off" maxLength={500} />
      <DateField field={form.bind('dueDate')} label={t`Due date`} optional />
      <TextAreaField field={form.bind('description')} label={<Trans>Description</Trans>} optional rows={4} />
    </FormDialog>
  );
}
