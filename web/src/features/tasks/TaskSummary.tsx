import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { formatNumber } from '~/lib/format';
import type { TaskStatus } from '~/lib/models';
import { Section } from '~/ui/Panel';
import { boardQuery } from './api';
import { STATUSES } from './filters';
import markCss from './marks.module.css';
import { StatusMark, statusName } from './marks';
import css from './TaskSummary.module.css';

interface Props {
  projectId: string;
  /** The list of the tasks of one status. */
  link: (status: TaskStatus, props: Record<string, unknown>) => ReactElement;
}

/** How many tasks stand where; every number opens its tasks. */
export function TaskSummary({ projectId, link }: Props) {
  const board = useQuery(boardQuery(projectId)).data;
  if (!board) return null;
  // Several statuses of the project's own may be of one kind.
  const countOf = (status: TaskStatus) => board.columns.reduce((sum, column) => sum + (column.status === status ? column.count : 0), 0);
  const total = STATUSES.reduce((sum, status) => sum + countOf(status), 0);
  if (total === 0) return null;
  const some = STATUSES.filter((status) => countOf(status) > 0);
  return (
    <Section title={t`Tasks`} count={total}>
      <div className={css.bar} aria-hidden>
        {some.map((status) => (
          <span key={status} className={markCss[status]} style={{ flexGrow: countOf(status) }} />
        ))}
      </div>
      <ul className={css.list}>
        {some.map((status) => (
          <li key={status}>
            {link(status, {
              className: css.link,
              children: (
                <>
                  <StatusMark status={status} />
                  <span>{statusName(status)}</span>
                  <span className={css.count}>{formatNumber(countOf(status))}</span>
                </>
              ),
            })}
          </li>
        ))}
      </ul>
    </Section>
  );
}
