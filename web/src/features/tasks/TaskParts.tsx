import type { ReactNode } from 'react';
import type { Task } from '~/lib/models';
import { Attachments } from './Attachments';
import type { TaskLink } from './Card';
import { Dependencies } from './Dependencies';
import { Stream } from './Stream';

/** What hangs on a task, and what is said about it: loaded after the task itself is there. */
export function TaskParts({ task, link, time }: { task: Task; link: TaskLink; time: ReactNode }) {
  return (
    <>
      <Dependencies task={task} link={link} />
      {time}
      <Attachments task={task} />
      <Stream task={task} />
    </>
  );
}
