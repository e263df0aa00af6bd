import { t } from '@lingui/core/macro';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Task } from '~/lib/models';
import type { Option } from '~/ui/Picker';
import { PropertyChoice } from '~/ui/PropertyFields';
import { parentsQuery, taskQuery } from './api';
import { StatusMark } from './marks';

const TYPING_MS = 150;

/** Which task this one is a part of: found by its title among the tasks of the project. */
export function ParentRow({ task, editable, error, onChange }: { task: Task; editable: boolean; error: string | undefined; onChange: (id: string | null) => void }) {
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), TYPING_MS);
  const parent = useQuery({ ...taskQuery(task.parentId ?? ''), enabled: task.parentId !== null }).data;
  const found = useQuery({ ...parentsQuery(task.projectId, wanted), enabled: editable, placeholderData: keepPreviousData }).data ?? [];
  const options: Option[] = found
    .filter((other) => other.id !== task.id)
    .map((other) => ({ value: other.id, label: other.title, icon: <StatusMark status={other.status} />, ...(other.sourceId ? { hint: other.sourceId } : {}) }));
  const none: Option[] = search ? [] : [{ value: '', label: t`No parent` }];
  return (
    <PropertyChoice
      label={t`Parent`}
      editable={editable}
      error={error}
      unset={!task.parentId}
      options={[...none, ...options]}
      selected={[task.parentId ?? '']}
      onSearch={setSearch}
      onPick={(id) => {
        if (id !== (task.parentId ?? '')) onChange(id === '' ? null : id);
      }}
    >
      {parent && task.parentId ? <StatusMark status={parent.status} /> : null}
      <span>{task.parentId ? (parent?.title ?? '…') : t`No parent`}</span>
    </PropertyChoice>
  );
}
