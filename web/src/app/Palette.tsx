import { t } from '@lingui/core/macro';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { IconBriefcase, IconCircleDot } from '@tabler/icons-react';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { searchProjects } from '~/features/projects/api';
import { searchTasks } from '~/features/tasks/api';
import { useMay } from '~/lib/policy';
import { key } from '~/lib/query';
import { CommandPalette, type PaletteEntry } from '~/ui/CommandPalette';

const PAUSE_MS = 150;

/** The palette over actions and records. */
export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { org } = useParams({ from: '/o/$org' });
  const navigate = useNavigate();
  const may = useMay();
  const [search, setSearch] = useState('');
  const [typed] = useDebouncedValue(search.trim(), PAUSE_MS);
  const enabled = open && typed.length > 1;
  const projects = useQuery({ queryKey: key('search-projects', typed), queryFn: () => searchProjects(typed), enabled: enabled && may('projects', 'read') });
  const tasks = useQuery({ queryKey: key('search-tasks', typed), queryFn: () => searchTasks(typed), enabled: enabled && may('tasks', 'read') });
  const found: PaletteEntry[] = enabled
    ? [
        ...(projects.data ?? []).map((project) => ({
          id: project.id,
          label: project.name,
          group: t`Projects`,
          icon: IconBriefcase,
          run: () => void navigate({ to: '/o/$org/projects/$projectId', params: { org, projectId: project.id } }),
        })),
        ...(tasks.data ?? []).map((task) => ({
          id: task.id,
          label: task.title,
          hint: task.sourceId ?? undefined,
          group: t`Tasks`,
          icon: IconCircleDot,
          run: () => void navigate({ to: '/o/$org/projects/$projectId/tasks/$taskId', params: { org, projectId: task.projectId, taskId: task.id } }),
        })),
      ]
    : [];
  return (
    <CommandPalette
      open={open}
      onClose={() => {
        setSearch('');
        onClose();
      }}
      found={found}
      search={search}
      onSearch={setSearch}
    />
  );
}
