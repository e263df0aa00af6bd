import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { InfiniteData } from '@tanstack/react-query';
import type { Page, Task } from '~/lib/models';
import { flatten, queryClient } from '~/lib/query';
import { boardQuery, type ColumnPlace, columnQuery } from './api';
import type { TaskFilters } from './filters';
import { statusName } from './marks';

export interface BoardColumn extends ColumnPlace {
  name: string;
  /** How many cards it should hold at most. */
  wipLimit: number | null;
  /** In all, without filters; undefined while it is not known. */
  count: number | undefined;
}

const NO_COLUMNS: BoardColumn[] = [];

/** The columns of a project's board: its own statuses where it has some, else the six. */
export function useColumns(projectId: string): { columns: BoardColumn[]; error: unknown; refetch: () => void } {
  const { data, error, refetch } = useQuery(boardQuery(projectId));
  const columns = useMemo(() => {
    if (!data) return NO_COLUMNS;
    const own = data.columns.some((column) => column.statusId);
    return data.columns.map(({ status, statusId = null, name, wipLimit = null, count }) => ({
      id: statusId ?? status,
      status,
      statusId,
      name: name ?? statusName(status),
      wipLimit,
      count,
      mixed: own && !statusId,
    }));
  }, [data]);
  return { columns, error: data ? null : error, refetch: () => void refetch() };
}

/** The columns that the filters leave. */
export function columnsShown(columns: BoardColumn[], filters: TaskFilters): BoardColumn[] {
  const { status, statusId } = filters;
  if (statusId?.length) return columns.filter((column) => statusId.includes(column.id));
  return status?.length ? columns.filter((column) => status.includes(column.status)) : columns;
}

/** The cards of a column as loaded so far, in board order. */
export function columnCards(projectId: string, column: ColumnPlace, filters: TaskFilters): Task[] {
  return flatten(queryClient.getQueryData<InfiniteData<Page<Task>, unknown>>(columnQuery(projectId, column, filters).queryKey));
}
