import { t } from '@lingui/core/macro';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Task } from '~/lib/models';
import { IconButton } from '~/ui/Button';
import { Checkbox } from '~/ui/Field';
import { InlineText } from '~/ui/InlineText';
import { Section } from '~/ui/Panel';
import { checklistQuery } from './api';
import { AddLine } from './AddLine';
import { addItem, changeItem, deleteItem, shiftItem } from './checklist';
import { canWork } from './filters';
import css from './panel.module.css';

/** Small steps within a task, in order. */
export function Checklist({ task }: { task: Task }) {
  const { data: items = [] } = useQuery(checklistQuery(task.id));
  const editable = canWork(task);
  const done = items.filter((item) => item.isCompleted).length;
  if (items.length === 0 && !editable) return null;
  return (
    <Section title={t`Checklist`} count={items.length > 0 ? `${done}/${items.length}` : undefined}>
      <ul className={css.items}>
        {items.map((item, index) => (
          <li key={item.id} className={css.item}>
            <Checkbox hideLabel label={item.item} checked={item.isCompleted} disabled={!editable} onChange={(isCompleted) => void changeItem(item, { isCompleted })} />
            <InlineText value={item.item} label={t`Checklist item`} readOnly={!editable} done={item.isCompleted} onSave={(text) => void changeItem(item, { item: text })} />
            {editable ? (
              <span className={css.tools}>
                <IconButton size="sm" icon={IconArrowUp} label={t`Move “${item.item}” up`} disabled={index === 0} onClick={() => void shiftItem(items, item, -1)} />
                <IconButton size="sm" icon={IconArrowDown} label={t`Move “${item.item}” down`} disabled={index === items.length - 1} onClick={() => void shiftItem(items, item, 1)} />
                <IconButton size="sm" icon={IconX} label={t`Delete “${item.item}”`} onClick={() => void deleteItem(item)} />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {editable ? <AddLine label={t`Add a step`} refused={t`The step was not added.`} onAdd={(text) => addItem(task.id, text)} /> : null}
    </Section>
  );
}
