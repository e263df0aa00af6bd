import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Task, TaskDependency } from '~/lib/models';
import { Button, IconButton } from '~/ui/Button';
import { Dialog } from '~/ui/Dialog';
import { FloatCard } from '~/ui/FloatCard';
import { type Option, Picker } from '~/ui/Picker';
import type { LinkType } from './links';
import css from './parts.module.css';
import { changeLink, createLink, deleteLink } from './write';

function typeName(type: LinkType): string {
  const names: Record<LinkType, string> = { FS: t`Finish to start`, SS: t`Start to start`, FF: t`Finish to finish`, SF: t`Start to finish` };
  return names[type];
}

const typeOptions = (): Option[] => (['FS', 'SS', 'FF', 'SF'] as const).map((value) => ({ value, label: typeName(value), hint: value }));

const LAG_MAX = 1000;

/** One link: what kind, how many working days between, away with it. */
function LinkLine({ projectId, link, name, editable }: { projectId: string; link: TaskDependency; name: string; editable: boolean }) {
  const [lag, setLag] = useState(String(link.lagDays));
  useEffect(() => setLag(String(link.lagDays)), [link.lagDays]);
  const saveLag = () => {
    const days = Math.round(Number(lag));
    if (!Number.isFinite(days) || lag.trim() === '') setLag(String(link.lagDays));
    else if (days !== link.lagDays) void changeLink(projectId, link, { lagDays: Math.max(-LAG_MAX, Math.min(LAG_MAX, days)) });
  };
  if (!editable) {
    return (
      <li className={css.linkLine}>
        <span>{name}</span>
        <span>{typeName(link.type)}</span>
        {link.lagDays === 0 ? null : <span>{plural(link.lagDays, { one: '# day', other: '# days' })}</span>}
      </li>
    );
  }
  return (
    <li className={css.linkLine}>
      <span title={name}>{name}</span>
      <Picker
        label={t`Kind of link`}
        options={typeOptions()}
        selected={[link.type]}
        onPick={(type) => {
          if (type !== link.type) void changeLink(projectId, link, { type: type as LinkType });
        }}
        trigger={(toggle) => (
          <Button size="sm" onClick={toggle} aria-label={t`Kind of link: ${typeName(link.type)}`}>
            {typeName(link.type)}
          </Button>
        )}
      />
      <input
        className={css.lag}
        type="number"
        min={-LAG_MAX}
        max={LAG_MAX}
        value={lag}
        aria-label={t`Working days between`}
        title={t`Working days between; less than zero lets them overlap`}
        onChange={(event) => setLag(event.target.value)}
        onBlur={saveLag}
        onKeyDown={(event) => {
          if (event.key === 'Enter') saveLag();
        }}
      />
      <IconButton size="sm" icon={IconX} label={t`Remove this link`} onClick={() => void deleteLink(projectId, link)} />
    </li>
  );
}

interface CardProps {
  projectId: string;
  /** As it is now; gone when it was removed. */
  link: TaskDependency | undefined;
  at: { x: number; y: number };
  titleOf: (id: string) => string;
  onClose: () => void;
}

/** The link that was just drawn or pressed. */
export function LinkCard({ projectId, link, at, titleOf, onClose }: CardProps) {
  useEffect(() => {
    if (!link) onClose();
  }, [link, onClose]);
  if (!link) return null;
  const [before, after] = [titleOf(link.dependsOnId), titleOf(link.taskId)];
  return (
    <FloatCard label={t`Link`} at={at} onClose={onClose}>
      <ul>
        <LinkLine projectId={projectId} link={link} name={`${before} → ${after}`} editable />
      </ul>
    </FloatCard>
  );
}

interface DialogProps {
  projectId: string;
  task: Task;
  tasks: readonly Task[];
  links: readonly TaskDependency[];
  editable: boolean;
  onClose: () => void;
}

/** Everything a task waits for and everything that waits for it: the way to links without a pointer. */
export function LinkDialog({ projectId, task, tasks, links, editable, onClose }: DialogProps) {
  const byId = new Map(tasks.map((other) => [other.id, other]));
  const waits = links.filter((link) => link.taskId === task.id);
  const followed = links.filter((link) => link.dependsOnId === task.id);
  const linked = new Set([task.id, ...waits.map((link) => link.dependsOnId), ...followed.map((link) => link.taskId)]);
  const options: Option[] = tasks.filter((other) => !linked.has(other.id)).map((other) => ({ value: other.id, label: other.title, ...(other.sourceId ? { hint: other.sourceId } : {}) }));
  const titleOf = (id: string) => byId.get(id)?.title ?? t`A task elsewhere`;
  const part = (heading: string, none: string, mine: TaskDependency[], other: (link: TaskDependency) => string) => (
    <>
      <h3 className={css.heading}>{heading}</h3>
      {mine.length === 0 ? <p className={css.quiet}>{none}</p> : null}
      <ul className={css.lines}>
        {mine.map((link) => (
          <LinkLine key={link.id} projectId={projectId} link={link} name={titleOf(other(link))} editable={editable} />
        ))}
      </ul>
    </>
  );
  const adder = (label: string, pick: (id: string) => void) => (
    <Picker
      searchable
      label={label}
      options={options}
      selected={[]}
      onPick={pick}
      trigger={(toggle) => (
        <Button size="sm" icon={IconPlus} onClick={toggle}>
          {label}
        </Button>
      )}
    />
  );
  return (
    <Dialog open onClose={onClose} title={t`Links of “${task.title}”`}>
      {part(t`Waits for`, t`Nothing: it can start at any time.`, waits, (link) => link.dependsOnId)}
      {part(t`Comes before`, t`Nothing waits for it.`, followed, (link) => link.taskId)}
      {editable ? (
        <div className={css.adders}>
          {adder(t`Waits for…`, (id) => void createLink(projectId, id, task.id, 'FS'))}
          {adder(t`Comes before…`, (id) => void createLink(projectId, task.id, id, 'FS'))}
          <Button size="sm" look="quiet" onClick={onClose}>
            <Trans>Done</Trans>
          </Button>
        </div>
      ) : null}
    </Dialog>
  );
}
