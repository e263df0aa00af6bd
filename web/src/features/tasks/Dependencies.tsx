import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Task, TaskDependency } from '~/lib/models';
import { can } from '~/lib/policy';
import { problemText } from '~/lib/problem';
import { Button, IconButton } from '~/ui/Button';
import { Section } from '~/ui/Panel';
import { Picker } from '~/ui/Picker';
import { linkableQuery, projectNamesQuery } from './api';
import type { TaskLink } from './Card';
import { StatusMark } from './marks';
import css from './parts.module.css';
import { addWait, changeWait, type Kind, kindName, KINDS, removeWait, waitsQuery } from './waits';

const TYPING_MS = 150;

/** What the task waits for, and what waits for it. */
export function Dependencies({ task, link }: { task: Task; link: TaskLink }) {
  const { data } = useQuery(waitsQuery(task.id));
  const [problem, setProblem] = useState<string | null>(null);
  const editable = can(task, 'update');
  const count = data ? data.before.length + data.after.length : 0;
  if (count === 0 && !editable) return null;
  const add = (taskId: string, dependsOnId: string) => {
    setProblem(null);
    addWait(taskId, dependsOnId).catch((error: unknown) => setProblem(problemText(error)));
  };
  const taken = new Set([task.id, ...(data?.before.map((one) => one.dependsOnId) ?? []), ...(data?.after.map((one) => one.taskId) ?? [])]);
  const lists = [
    { id: 'before', title: t`Waits for`, links: data?.before ?? [], other: (one: TaskDependency) => one.dependsOnId },
    { id: 'after', title: t`Holds up`, links: data?.after ?? [], other: (one: TaskDependency) => one.taskId },
  ];
  return (
    <Section title={t`Dependencies`} count={count || undefined}>
      {lists.map((list) =>
        list.links.length > 0 ? (
          <div key={list.id} className={css.group}>
            <h4 className={css.groupTitle}>{list.title}</h4>
            <ul className={css.rows} aria-label={list.title}>
              {list.links.map((one) => (
                <Row key={one.id} wait={one} other={data?.tasks.get(list.other(one))} link={link} editable={editable && can(one, 'update')} />
              ))}
            </ul>
          </div>
        ) : null,
      )}
      {editable ? (
        <div className={css.adders}>
          <TaskFinder label={t`Add what it waits for`} task={task} taken={taken} onPick={(id) => add(task.id, id)} />
          <TaskFinder label={t`Add what it holds up`} task={task} taken={taken} onPick={(id) => add(id, task.id)} />
        </div>
      ) : null}
      {problem ? (
        <p role="alert" className={css.wrong}>
          {problem}
        </p>
      ) : null}
    </Section>
  );
}

function Row({ wait, other, link, editable }: { wait: TaskDependency; other: Task | undefined; link: TaskLink; editable: boolean }) {
  const title = other?.title ?? t`A task that is not there any more`;
  return (
    <li className={css.row}>
      {other ? <StatusMark status={other.status} /> : null}
      <span className={css.name}>{other ? link(other, { children: title }) : <Trans>A task that is not there any more</Trans>}</span>
      {editable ? (
        <>
          <Picker
            label={t`Kind of dependency on ${title}`}
            options={KINDS.map((kind) => ({ value: kind, label: kindName(kind), hint: kind }))}
            selected={[wait.type]}
            onPick={(kind) => void changeWait(wait, { type: kind as Kind })}
            trigger={(toggle) => (
              <button type="button" className={css.chip} onClick={toggle} aria-label={t`Kind of dependency on ${title}: ${kindName(wait.type)}`}>
                {wait.type}
              </button>
            )}
          />
          <Lag key={wait.revision} wait={wait} title={title} />
          <IconButton size="sm" icon={IconX} label={t`Remove the dependency on “${title}”`} onClick={() => void removeWait(wait)} />
        </>
      ) : (
        <span className={css.quiet}>{[wait.type, lagText(wait.lagDays)].filter(Boolean).join(' ')}</span>
      )}
    </li>
  );
}

function lagText(days: number): string {
  if (days === 0) return '';
  return days > 0 ? t`+${days} d` : t`−${-days} d`;
}

/** Working days between the two; below zero they overlap. */
function Lag({ wait, title }: { wait: TaskDependency; title: string }) {
  const [text, setText] = useState(wait.lagDays === 0 ? '' : String(wait.lagDays));
  const finish = () => {
    const days = Number(text.replace('−', '-').replaceAll(/[d+\s]/gi, '') || 0);
    if (!Number.isInteger(days) || Math.abs(days) > 1000) setText(wait.lagDays === 0 ? '' : String(wait.lagDays));
    else if (days !== wait.lagDays) void changeWait(wait, { lagDays: days });
  };
  return (
    <input
      className={css.lag}
      value={text}
      inputMode="numeric"
      aria-label={t`Working days between it and “${title}”`}
      placeholder={t`0 d`}
      onChange={(event) => setText(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}

function TaskFinder({ label, task, taken, onPick }: { label: string; task: Task; taken: Set<string>; onPick: (id: string) => void }) {
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState(false);
  const [wanted] = useDebouncedValue(search.trim(), TYPING_MS);
  const found = useQuery({ ...linkableQuery(task.projectId, wanted), enabled: open, staleTime: 0, placeholderData: keepPreviousData }).data ?? [];
  const projects = useQuery({ ...projectNamesQuery(), enabled: open }).data;
  const options = found
    .filter((other) => !taken.has(other.id))
    .map((other) => {
      const hint = other.projectId === task.projectId ? other.sourceId : projects?.get(other.projectId);
      return { value: other.id, label: other.title, icon: <StatusMark status={other.status} />, ...(hint ? { hint } : {}) };
    });
  return (
    <Picker
      label={label}
      options={options}
      selected={[]}
      onSearch={setSearch}
      onPick={onPick}
      trigger={(toggle) => (
        <Button
          look="quiet"
          size="sm"
          icon={IconPlus}
          onClick={() => {
            setOpen(true);
            toggle();
          }}
        >
          {label}
        </Button>
      )}
    />
  );
}
