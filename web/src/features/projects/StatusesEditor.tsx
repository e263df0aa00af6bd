import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconPlus, IconSelector, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from '~/lib/form';
import { parseDecimal } from '~/lib/decimal';
import type { BoardStatus, TaskStatus } from '~/lib/models';
import { statusesQuery } from '~/lib/projectParts';
import { STATUSES } from '~/lib/taskFilters';
import { Button, IconButton } from '~/ui/Button';
import { FormDialog } from '~/ui/FormDialog';
import { InlineText } from '~/ui/InlineText';
import { type Option, Picker, SelectField } from '~/ui/Picker';
import { Dot, type Tone } from '~/ui/Pill';
import { Sortable } from '~/ui/Sortable';
import { Bone, ErrorState } from '~/ui/States';
import { toastProblem } from '~/ui/toast';
import { addStatus, changeStatus, deleteStatus, moveStatus, ownStatuses } from './parts';
import css from './settings.module.css';
import { Transitions } from './Transitions';

const TONES: Record<TaskStatus, Tone> = { backlog: 'grey', todo: 'grey', in_progress: 'amber', in_review: 'blue', done: 'green', cancelled: 'grey' };

function categoryName(category: TaskStatus): string {
  const names: Record<TaskStatus, string> = {
    backlog: t`Backlog`,
    todo: t`To do`,
    in_progress: t`In progress`,
    in_review: t`In review`,
    done: t`Done`,
    cancelled: t`Cancelled`,
  };
  return names[category];
}

function categoryOptions(): Option[] {
  return STATUSES.map((category) => ({ value: category, label: categoryName(category), icon: <Dot tone={TONES[category]} hollow={category === 'backlog'} /> }));
}

/** The columns of the project's board: their names, what they count as, how many cards they should hold, where a task may go from them. */
export function StatusesEditor({ projectId, editable }: { projectId: string; editable: boolean }) {
  const { data: statuses, error, refetch } = useQuery(statusesQuery(projectId));
  const [busy, setBusy] = useState(false);
  const [doomed, setDoomed] = useState<BoardStatus | null>(null);
  if (error && !statuses) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!statuses) return <Bone w="60%" h="var(--s12)" />;
  if (statuses.length === 0) {
    return (
      <div className={css.none}>
        <p>
          <Trans>The board has the six columns of every project: {STATUSES.map(categoryName).join(', ')}.</Trans>
        </p>
        {editable ? (
          <Button
            busy={busy}
            onClick={() => {
              setBusy(true);
              void ownStatuses(projectId).then(() => setBusy(false));
            }}
          >
            <Trans>Make them this project’s own</Trans>
          </Button>
        ) : null}
      </div>
    );
  }
  return (
    <>
      <Sortable
        label={t`Statuses`}
        items={statuses}
        editable={editable}
        onMove={(id, afterId) => void moveStatus(projectId, id, afterId)}
        render={(status) => <Row status={status} editable={editable} onDelete={() => setDoomed(status)} />}
      />
      {editable ? <AddStatus projectId={projectId} /> : null}
      {statuses.length > 1 ? <Transitions statuses={statuses} editable={editable} /> : null}
      {doomed ? <DeleteStatus status={doomed} others={statuses.filter((other) => other.id !== doomed.id)} onClose={() => setDoomed(null)} /> : null}
    </>
  );
}

function Row({ status, editable, onDelete }: { status: BoardStatus; editable: boolean; onDelete: () => void }) {
  const category = categoryName(status.category);
  return (
    <>
      <Dot tone={TONES[status.category]} hollow={status.category === 'backlog'} />
      <div className={css.name}>
        <InlineText value={status.name} label={t`Name of ${status.name}`} readOnly={!editable} onSave={(name) => void changeStatus(status, { name })} />
      </div>
      {editable ? (
        <Picker
          label={t`What ${status.name} counts as`}
          options={categoryOptions()}
          selected={[status.category]}
          onPick={(value) => void changeStatus(status, { category: value as TaskStatus })}
          trigger={(toggle) => (
            <Button look="quiet" size="sm" onClick={toggle} aria-label={t`What ${status.name} counts as: ${category}`}>
              {category}
              <IconSelector size={14} />
            </Button>
          )}
        />
      ) : (
        <span className={css.quiet}>{category}</span>
      )}
      <WipLimit status={status} editable={editable} />
      {editable ? <IconButton size="sm" icon={IconTrash} label={t`Delete ${status.name}`} onClick={onDelete} /> : null}
    </>
  );
}

/** How many cards the column should hold; empty is no limit. */
function WipLimit({ status, editable }: { status: BoardStatus; editable: boolean }) {
  const held = status.wipLimit === null ? '' : String(status.wipLimit);
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const save = () => {
    const value = typed === null ? undefined : parseDecimal(typed);
    if (typed === null) return;
    const limit = value === null ? null : Number(value);
    if (value === undefined || (limit !== null && (!Number.isInteger(limit) || limit < 1))) {
      setWrong(true);
      return;
    }
    setTyped(null);
    setWrong(false);
    if (limit !== status.wipLimit) void changeStatus(status, { wipLimit: limit });
  };
  return (
    <input
      className={css.limit}
      inputMode="numeric"
      autoComplete="off"
      placeholder={t`No limit`}
      readOnly={!editable}
      aria-label={t`Most cards in ${status.name}`}
      aria-invalid={wrong || undefined}
      value={typed ?? held}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save();
        else if (event.key === 'Escape') {
          event.stopPropagation();
          setTyped(null);
          setWrong(false);
        }
      }}
    />
  );
}

function AddStatus({ projectId }: { projectId: string }) {
  const [name, setName] = useState('');
  const [category, setCategory] = useState<TaskStatus>('in_progress');
  const add = () => {
    const text = name.trim();
    if (!text) return;
    setName('');
    addStatus(projectId, text, category).catch((error: unknown) => {
      setName(text);
      toastProblem(t`The status was not added.`, error);
    });
  };
  return (
    <form
      className={css.add}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <input className={css.input} value={name} aria-label={t`Name of the new status`} placeholder={t`New status`} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      <Picker
        label={t`What the new status counts as`}
        options={categoryOptions()}
        selected={[category]}
        onPick={(value) => setCategory(value as TaskStatus)}
        trigger={(toggle) => (
          <Button onClick={toggle} aria-label={t`What the new status counts as: ${categoryName(category)}`}>
            {categoryName(category)}
            <IconSelector size={14} />
          </Button>
        )}
      />
      <Button type="submit" icon={IconPlus} disabled={!name.trim()}>
        <Trans>Add</Trans>
      </Button>
    </form>
  );
}

/** Asks where the tasks go, once; the last status takes them back to the six. */
function DeleteStatus({ status, others, onClose }: { status: BoardStatus; others: BoardStatus[]; onClose: () => void }) {
  const same = others.find((other) => other.category === status.category) ?? others[0];
  const form = useForm({
    initial: { moveTo: same?.id ?? '' },
    onSubmit: async ({ moveTo }) => {
      await deleteStatus(status, moveTo || null);
      onClose();
    },
  });
  return (
    <FormDialog form={form} title={t`Delete the status “${status.name}”`} save={<Trans>Delete status</Trans>} onClose={onClose} small danger>
      {others.length > 0 ? (
        <SelectField field={form.bind('moveTo')} label={t`Its tasks go to`} options={others.map((other) => ({ value: other.id, label: other.name }))} />
      ) : (
        <p>
          <Trans>It is the last one: its tasks go back to the six statuses of every project.</Trans>
        </p>
      )}
    </FormDialog>
  );
}
