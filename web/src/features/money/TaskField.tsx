import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { IconSelector } from '@tabler/icons-react';
import { useState } from 'react';
import type { Bound } from '~/lib/form';
import { key } from '~/lib/query';
import { cx } from '~/ui/cx';
import { describe, Field } from '~/ui/Field';
import fieldCss from '~/ui/Field.module.css';
import { Picker } from '~/ui/Picker';
import { searchTasks } from './api';

/** A task of the project, found by typing; a project has too many to list. */
export function TaskField({ projectId, field, known }: { projectId: string; field: Bound<string>; known: { id: string; title: string } | undefined }) {
  const [q, setQ] = useState('');
  const [picked, setPicked] = useState(known);
  const found = useQuery({ queryKey: key('task-search', projectId, q), queryFn: () => searchTasks(projectId, q), placeholderData: (before) => before });
  const none = t`The project as a whole`;
  const options = [...(q ? [] : [{ value: '', label: none }]), ...(found.data ?? []).map((task) => ({ value: task.id, label: task.title }))];
  const label = t`Task`;
  return (
    <Field id={field.id} label={label} error={field.error} optional>
      <Picker
        label={label}
        options={options}
        selected={[field.value]}
        onSearch={setQ}
        onPick={(id) => {
          setPicked(found.data?.find((task) => task.id === id));
          field.onChange(id);
        }}
        trigger={(toggle) => (
          <button type="button" {...describe(field)} className={cx(fieldCss.input, fieldCss.pick)} onClick={toggle}>
            <span className={cx(fieldCss.pickValue, !field.value && fieldCss.placeholder)}>{field.value && picked ? picked.title : none}</span>
            <IconSelector size={16} />
          </button>
        )}
      />
    </Field>
  );
}
