import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconEye, IconEyeOff, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '~/lib/me';
import type { Task } from '~/lib/models';
import { personName, usePeople, useStranger } from '~/lib/people';
import { can } from '~/lib/policy';
import { Avatar, Mark } from '~/ui/Avatar';
import { Button, IconButton } from '~/ui/Button';
import { PropertyRow } from '~/ui/Panel';
import { Picker } from '~/ui/Picker';
import css from './parts.module.css';
import { unwatch, watch, watchersQuery } from './talk';

const SHOWN = 8;

/** Who hears of the task: oneself by one press, others by who may change it. */
export function Watchers({ task }: { task: Task }) {
  const { user } = useMe();
  const { people, byId } = usePeople();
  const stranger = useStranger();
  const { data: watchers = [] } = useQuery(watchersQuery(task.id));
  const mine = watchers.find((watcher) => watcher.userId === user.id);
  const others = watchers.filter((watcher) => watcher !== mine);
  const toggle = (id: string) => {
    const watcher = watchers.find((one) => one.userId === id);
    void (watcher ? unwatch(watcher) : watch(task.id, id));
  };
  return (
    <PropertyRow label={t`Watching`}>
      <span className={css.watchers}>
        <Button look="quiet" size="sm" icon={mine ? IconEyeOff : IconEye} aria-pressed={mine !== undefined} onClick={() => toggle(user.id)}>
          {mine ? <Trans>Stop watching</Trans> : <Trans>Watch</Trans>}
        </Button>
        {mine ? <Avatar user={byId.get(user.id)} none={stranger} /> : null}
        {others.slice(0, SHOWN).map((watcher) => (
          <Avatar key={watcher.id} user={byId.get(watcher.userId)} none={stranger} />
        ))}
        {others.length > SHOWN ? <span className={css.quiet}>+{others.length - SHOWN}</span> : null}
        {can(task, 'update') ? (
          <Picker
            label={t`People who watch`}
            multiple
            options={people.map((person) => ({ value: person.id, label: personName(person), icon: <Mark id={person.id} name={personName(person)} /> }))}
            selected={watchers.map((watcher) => watcher.userId)}
            onPick={toggle}
            trigger={(open) => <IconButton size="sm" icon={IconPlus} label={t`People who watch`} onClick={open} />}
          />
        ) : null}
      </span>
    </PropertyRow>
  );
}
