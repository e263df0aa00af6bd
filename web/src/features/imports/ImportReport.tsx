import { Plural, Trans } from '@lingui/react/macro';
import { t } from '@lingui/core/macro';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatNumber } from '~/lib/format';
import { formatLocale } from '~/lib/i18n';
import { useLive } from '~/lib/live';
import type { Import } from '~/lib/models';
import { key, queryClient } from '~/lib/query';
import { Button } from '~/ui/Button';
import { FormFoot, FormProblem } from '~/ui/Field';
import { Progress } from '~/ui/Pill';
import { importQuery, isOver, saveErrors } from './api';
import css from './ImportDialog.module.css';

interface Props {
  jobId: string;
  dryRun: boolean;
  /** Columns that become nothing, by name. */
  left: readonly string[];
  onBack: () => void;
  onImport: () => Promise<void>;
  onShow: (projectId: string) => void;
}

/** An import while it runs, and what came of it. */
export function ImportReport({ jobId, dryRun, left, onBack, onImport, onShow }: Props) {
  const { data: job, error } = useQuery(importQuery(jobId));
  useLive(`import:${jobId}`, () => void queryClient.invalidateQueries({ queryKey: key('import', jobId) }));
  const [starting, setStarting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (error && !job) {
    return <FormProblem text={error.message} />;
  }
  if (!job || !isOver(job)) return <Running job={job} dryRun={dryRun} />;
  const failed = job.status === 'failed';
  const start = () => {
    setStarting(true);
    onImport().catch((refused: unknown) => {
      setStarting(false);
      setProblem(refused instanceof Error ? refused.message : t`The import could not be started.`);
    });
  };
  return (
    <div>
      <p className={css.line} role="status">
        {failed ? <Trans>The file could not be read.</Trans> : dryRun ? <Trans>Nothing has been changed yet. This is what the import would do:</Trans> : <Trans>The import is done.</Trans>}
      </p>
      <Figures job={job} dryRun={dryRun} />
      {failed || left.length === 0 ? null : <NotTaken names={left} />}
      <Wrong problems={job.errors} />
      {job.errors.length > 0 ? (
        <Button size="sm" look="quiet" icon={IconDownload} onClick={() => saveErrors(job)}>
          <Trans>Save this list</Trans>
        </Button>
      ) : null}
      <FormProblem text={problem} />
      <FormFoot>
        {failed || dryRun ? (
          <Button onClick={onBack}>
            <Trans>Another file</Trans>
          </Button>
        ) : null}
        {!failed && dryRun ? (
          <Button look="primary" busy={starting} onClick={start}>
            <Plural value={job.created + job.updated} one="Import # task" other="Import # tasks" />
          </Button>
        ) : null}
        {!failed && !dryRun ? (
          <Button
            look="primary"
            onClick={() => job.projectId && onShow(job.projectId)}
          >
            <Trans>Show the tasks</Trans>
          </Button>
        ) : null}
      </FormFoot>
    </div>
  );
}

function Running({ job, dryRun }: { job: Import | undefined; dryRun: boolean }) {
  const done = job ? job.created + job.updated + job.skipped : 0;
  const total = job?.total ?? 0;
  return (
    <div className={css.progress} role="status" aria-live="polite">
      <p className={css.line}>
        {dryRun ? <Trans>Checking the file…</Trans> : <Trans>Importing… You may close this window, it goes on.</Trans>}
        {total > 0 ? ` ${formatNumber(done)} / ${formatNumber(total)}` : ''}
      </p>
      <Progress percent={total > 0 ? (done / total) * 100 : 0} label={t`Import`} />
    </div>
  );
}

function Figures({ job, dryRun }: { job: Import; dryRun: boolean }) {
  const refused = job.errors.filter((error) => error.skipped).length;
  const figures: [string, number][] = [
    [t`Rows`, job.total ?? 0],
    [dryRun ? t`Would be new` : t`New`, job.created],
    [dryRun ? t`Would change` : t`Changed`, job.updated],
    [t`Unchanged`, Math.max(0, job.skipped - refused)],
    [t`Not imported`, refused],
  ];
  return (
    <dl className={css.stats}>
      {figures.map(([label, value]) => (
        <div key={label} className={css.stat}>
          <dt>{label}</dt>
          <dd>{formatNumber(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

const FEW = 12;

function NotTaken({ names }: { names: readonly string[] }) {
  return (
    <details className={css.left} open={names.length <= FEW}>
      <summary>
        <Plural value={names.length} one="# column is not taken over" other="# columns are not taken over" />
      </summary>
      <p>{new Intl.ListFormat(formatLocale(), { type: 'unit' }).format(names)}</p>
    </details>
  );
}

/** What is wrong with a file, row by row. */
export function Wrong({ problems }: { problems: Import['errors'] }) {
  if (problems.length === 0) return null;
  return (
    <>
      <h3 className={css.subhead}>
        <Trans>What could not be taken over; the other rows are not held up</Trans>
      </h3>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a list that scrolls must be reachable without a pointer */}
      <div className={css.errors} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th>
                <Trans>Row</Trans>
              </th>
              <th>
                <Trans>Field</Trans>
              </th>
              <th>
                <Trans>What is wrong</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {problems.slice(0, 200).map((entry) => (
              <tr key={`${entry.row}-${entry.field ?? ''}-${entry.message}`}>
                <td className="num">{entry.row > 0 ? formatNumber(entry.row) : t`File`}</td>
                <td>{entry.field}</td>
                <td>{entry.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
