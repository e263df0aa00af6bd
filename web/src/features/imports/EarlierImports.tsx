import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { formatMoment } from '~/lib/dates';
import type { Import } from '~/lib/models';
import { earlierQuery } from './api';
import css from './ImportDialog.module.css';

/** The last imports, the running ones too: whoever closed the window finds the report again. */
export function EarlierImports({ projectId, onOpen }: { projectId: string | undefined; onOpen: (id: string) => void }) {
  const { data } = useQuery(earlierQuery(projectId));
  if (!data || data.length === 0) return null;
  return (
    <section aria-label={t`Earlier imports`}>
      <h3 className={css.subhead}>
        <Trans>Earlier imports</Trans>
      </h3>
      <ul className={css.earlier}>
        {data.map((job) => (
          <li key={job.id}>
            <button type="button" onClick={() => onOpen(job.id)}>
              <span className={css.name}>{job.fileName}</span>
              <span className={css.what}>
                {formatMoment(job.createdAt)} · <Outcome job={job} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Outcome({ job }: { job: Import }) {
  if (job.status === 'failed') return <Trans>failed</Trans>;
  if (job.status !== 'succeeded') return <Trans>running</Trans>;
  return <Plural value={job.created + job.updated} _0="nothing changed" one="# task" other="# tasks" />;
}
