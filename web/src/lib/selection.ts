import { useCallback, useMemo, useState } from 'react';
import type { Task } from './models';

/** Tasks that are chosen for something to be done with all of them. */
export interface Selection {
  tasks: ReadonlyMap<string, Task>;
  toggle: (task: Task) => void;
  clear: () => void;
}

export function useSelection(): Selection {
  const [tasks, setTasks] = useState<ReadonlyMap<string, Task>>(new Map());
  const toggle = useCallback((task: Task) => {
    setTasks((before) => {
      const next = new Map(before);
      if (!next.delete(task.id)) next.set(task.id, task);
      return next;
    });
  }, []);
  const clear = useCallback(() => setTasks(new Map()), []);
  return useMemo(() => ({ tasks, toggle, clear }), [tasks, toggle, clear]);
}

/** Shift and a click choose what a click alone opens. */
export function selectsOnShift(onSelect: () => void) {
  return (event: React.MouseEvent) => {
    if (!event.shiftKey) return;
    event.preventDefault();
    onSelect();
  };
}
