import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconCalendar, IconFlag, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Day, dayOf, formatDay, toInstant } from '~/lib/dates';
import { useForm } from '~/lib/form';
import { milestonesQuery } from '~/lib/milestones';
import type { Milestone, MilestoneStatus, Project } from '~/lib/models';
import { can } from '~/lib/policy';
import { Button, IconButton } from '~/ui/Button';
import { DateField, DayPicker } from '~/ui/DateField';
import { TextField } from '~/ui/Field';
import { FormDialog } from '~/ui/FormDialog';
import { InlineText } from '~/ui/InlineText';
import { Picker } from '~/ui/Picker';
import { Dot } from '~/ui/Pill';
import { Bone, EmptyState, ErrorState } from '~/ui/States';
import { changeMilestone, createMilestone, deleteMilestone } from './api';
import { MILESTONE_STATUSES, MILESTONE_TONES, milestoneStatusName } from './marks';
import css from './projects.module.css';

export function Milestones({ project }: { project: Project }) {
  const query = useQuery(milestonesQuery(project.id));
  const [adding, setAdding] = useState(false);
  const editable = can(project, 'update');
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const add = (
    <Button icon={IconFlag} onClick={() => setAdding(true)}>
      <Trans>Add milestone</Trans>
    </Button>
  );
  return (
    <div className={css.pad}>
      <NewMilestone projectId={project.id} open={adding} onClose={() => setAdding(false)} />
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
          {editable ? <div className={css.head}>{add}</div> : null}
          <ul className={css.rows}>
            {query.data.map((milestone) => (
              <MilestoneRow key={milestone.id} milestone={milestone} />
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function MilestoneRow({ milestone }: { milestone: Milestone }) {
  const editable = can(milestone, 'update');
  const day = dayOf(milestone.dueDate);
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
      {can(milestone, 'delete') ? <IconButton size="sm" icon={IconX} label={t`Delete “${milestone.title}”`} onClick={() => void deleteMilestone(milestone)} /> : null}
    </li>
  );
}

function NewMilestone({ projectId, open, onClose }: { projectId: string; open: boolean; onClose: () => void }) {
  const empty: { title: string; dueDate: Day | null } = { title: '', dueDate: null };
  const form = useForm({
    initial: empty,
    check: (values) => (values.title.trim() ? {} : { title: t`Name the milestone.` }),
    onSubmit: async ({ title, dueDate }) => {
      const due = toInstant(dueDate);
      await createMilestone({ projectId, title: title.trim(), ...(due ? { dueDate: due } : {}) });
      form.reset(empty);
      onClose();
    },
  });
  return (
    <FormDialog open={open} form={form} title={t`New milestone`} save={<Trans>Add milestone</Trans>} onClose={onClose} small>
      <TextField field={form.bind('title')} label={<Trans>Title</Trans>} data-autofocus autoComplete="off" />
      <DateField field={form.bind('dueDate')} label={t`Due date`} optional />
    </FormDialog>
  );
}
