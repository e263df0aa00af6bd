import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { IconTrash, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { toInstant } from '~/lib/dates';
import type { BoardStatus, Milestone, Task, TaskPriority } from '~/lib/models';
import { can } from '~/lib/policy';
import { Button, IconButton } from '~/ui/Button';
import { DayPicker } from '~/ui/DateField';
import { type Option, Picker } from '~/ui/Picker';
import { type BulkChange, changeTasks, deleteTasks, type Refusal } from './bulk';
import { canWork } from './filters';
import { priorityOptions, statusOptions } from './marks';
import { type People, peopleOptions } from './people';
import { changeFor, ownOptions } from './statuses';
import css from './BulkBar.module.css';

interface Props {
  tasks: Task[];
  statuses: BoardStatus[];
  milestones: Milestone[];
  labels: string[];
  people: People;
  onClear: () => void;
}

/** What can be done with all selected tasks at once. What the server refuses is listed until it is put away. */
export function BulkBar({ tasks, statuses, milestones, labels, people, onClear }: Props) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refusal[]>([]);
  const count = tasks.length;
  const editable = tasks.filter((task) => can(task, 'update'));
  const workable = tasks.filter(canWork);
  const deletable = tasks.filter((task) => can(task, 'delete'));
  const run = (work: Promise<Refusal[]>) => {
    setBusy(true);
    setRefused([]);
    void work.then((found) => {
      setBusy(false);
      setRefused(found);
    });
  };
  const change = (wanted: BulkChange, among = editable) => run(changeTasks(among, wanted));
  const pick = (label: string, options: Option[], onPick: (value: string) => void) => (
    <Picker
      label={label}
      options={options}
      selected={[]}
      onPick={onPick}
      trigger={(toggle) => (
        <Button look="quiet" size="sm" disabled={busy} onClick={toggle}>
          {label}
        </Button>
      )}
    />
  );
  const held = [...new Set(tasks.flatMap((task) => task.labels))];
  if (count === 0 && refused.length === 0) return null;
  return (
    <div className={css.place}>
      {refused.length > 0 ? <Refused refusals={refused} onClose={() => setRefused([])} /> : null}
      {count > 0 ? (
        <div className={css.bar} role="toolbar" aria-label={t`Selected tasks`} aria-busy={busy}>
          <strong>
            <Plural value={count} one="# selected" other="# selected" />
          </strong>
          {workable.length > 0
            ? pick(t`Set status`, statuses.length > 0 ? ownOptions(statuses) : statusOptions(), (value) => change(changeFor(value, statuses), workable))
            : null}
          {editable.length > 0 ? (
            <>
              {editable.some((task) => can(task, 'assign')) ? pick(t`Assign`, peopleOptions(people, t`Nobody`), (value) => change({ assigneeId: value || null })) : null}
              {pick(t`Set priority`, priorityOptions(), (value) => change({ priority: value === '' ? null : (value as TaskPriority) }))}
              <DayPicker
                label={t`Due date of the selected tasks`}
                value={null}
                onChange={(day) => change({ dueDate: toInstant(day) })}
                trigger={(toggle, open) => (
                  <Button look="quiet" size="sm" disabled={busy} aria-haspopup="dialog" aria-expanded={open} onClick={toggle}>
                    <Trans>Set due date</Trans>
                  </Button>
                )}
              />
              <LabelPicker
                labels={labels}
                held={held}
                busy={busy}
                onPick={(label, add) => change((task) => ({ labels: add ? [...new Set([...task.labels, label])] : task.labels.filter((other) => other !== label) }))}
              />
              {milestones.length > 0
                ? pick(t`Set milestone`, [{ value: '', label: t`No milestone` }, ...milestones.map((milestone) => ({ value: milestone.id, label: milestone.title }))], (value) =>
                    change({ milestoneId: value || null }),
                  )
                : null}
            </>
          ) : null}
          {deletable.length > 0 ? (
            <Button look="quiet" size="sm" icon={IconTrash} disabled={busy} onClick={() => run(deleteTasks(deletable))}>
              <Trans>Delete</Trans>
            </Button>
          ) : null}
          <IconButton size="sm" icon={IconX} label={t`Clear selection`} onClick={onClear} />
        </div>
      ) : null}
    </div>
  );
}

interface LabelProps {
  labels: string[];
  held: string[];
  busy: boolean;
  onPick: (label: string, add: boolean) => void;
}

/** Adds a label to all, or takes one away that some have; what is typed can be a new one. */
function LabelPicker({ labels, held, busy, onPick }: LabelProps) {
  const [typed, setTyped] = useState('');
  const text = typed.trim();
  const needle = text.toLocaleLowerCase();
  const fits = (label: string) => label.toLocaleLowerCase().includes(needle);
  const known = [...new Set([...labels, ...held])].filter(fits);
  const options: Option[] = [
    ...known.map((label) => ({ value: `+${label}`, label: t`Add “${label}”` })),
    ...held.filter(fits).map((label) => ({ value: `-${label}`, label: t`Remove “${label}”` })),
    ...(text && !known.includes(text) ? [{ value: `+${text}`, label: t`Add “${text}”`, hint: t`new` }] : []),
  ];
  return (
    <Picker
      label={t`Labels`}
      options={options}
      selected={[]}
      onSearch={setTyped}
      onPick={(value) => onPick(value.slice(1), value.startsWith('+'))}
      trigger={(toggle) => (
        <Button look="quiet" size="sm" disabled={busy} onClick={toggle}>
          <Trans>Labels</Trans>
        </Button>
      )}
    />
  );
}

const LISTED = 5;

function Refused({ refusals, onClose }: { refusals: Refusal[]; onClose: () => void }) {
  const count = refusals.length;
  const rest = count - LISTED;
  const line = ({ title, message }: Refusal): ReactNode => (
    <>
      <b>{title}</b> {message}
    </>
  );
  return (
    <div className={css.refused} role="alert">
      <div className={css.refusedHead}>
        <strong>
          <Plural value={count} one="# task was not changed" other="# tasks were not changed" />
        </strong>
        <IconButton size="sm" icon={IconX} label={t`Dismiss`} onClick={onClose} />
      </div>
      <ul>
        {refusals.slice(0, LISTED).map((refusal) => (
          <li key={refusal.title + refusal.message}>{line(refusal)}</li>
        ))}
        {rest > 0 ? (
          <li>
            <Plural value={rest} one="and # more" other="and # more" />
          </li>
        ) : null}
      </ul>
    </div>
  );
}
