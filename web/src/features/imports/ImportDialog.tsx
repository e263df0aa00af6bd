import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useForm } from '~/lib/form';
import { formatNumber } from '~/lib/format';
import { formatLocale } from '~/lib/i18n';
import { useLive } from '~/lib/live';
import type { Import } from '~/lib/models';
import { key, queryClient } from '~/lib/query';
import { Button } from '~/ui/Button';
import { Dialog, DialogFoot } from '~/ui/Dialog';
import { FileDrop, Form, FormFoot, FormProblem, TextField } from '~/ui/Field';
import { SelectField } from '~/ui/Picker';
import { Progress } from '~/ui/Pill';
import { importQuery, isOver, lookInto, type Mapping, type Preview, saveErrors, sources, startImport } from './api';
import { Columns, IGNORE } from './Columns';
import css from './ImportDialog.module.css';

interface Props {
  open: boolean;
  onClose: () => void;
  /** Into this project; without it into a new one that is named in the dialog. */
  project?: { id: string; name: string };
  onDone: (projectId: string) => void;
}

interface Step {
  jobId: string;
  dryRun: boolean;
}

/** Bring a backlog: choose a file, see what would happen, let it happen, read what did not. */
export function ImportDialog({ open, onClose, project, onDone }: Props) {
  const name = project?.name ?? '';
  return (
    <Dialog open={open} onClose={onClose} title={project ? t`Import into ${name}` : t`Import a backlog`}>
      {open ? <Steps onClose={onClose} project={project} onDone={onDone} /> : null}
    </Dialog>
  );
}

function Steps({ onClose, project, onDone }: Omit<Props, 'open'>) {
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [mapping, setMapping] = useState<Mapping>({});
  const [looking, setLooking] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [step, setStep] = useState<Step | null>(null);
  const asked = useRef(0);
  const form = useForm({
    initial: { projectName: '', file: '', source: '', mapping: '' },
    check: (values) => ({
      ...(file ? {} : { file: t`Choose a file first.` }),
      ...(project || values.projectName.trim() ? {} : { projectName: t`Name the project that the tasks go into.` }),
    }),
    onSubmit: () => run(true),
  });

  const look = async (chosen: File, source?: string) => {
    const turn = (asked.current += 1);
    setLooking(true);
    setRefused(null);
    try {
      const found = await lookInto({ file: chosen, ...(source ? { source } : {}) });
      if (turn !== asked.current) return;
      setPreview(found);
      form.set({ source: found.source, ...(found.projectName && !form.values.projectName.trim() ? { projectName: found.projectName } : {}) });
    } catch (problem) {
      if (turn !== asked.current) return;
      setPreview(null);
      setRefused(problem instanceof Error ? problem.message : t`The file could not be read.`);
    } finally {
      if (turn === asked.current) setLooking(false);
    }
  };
  const choose = (chosen: File) => {
    setFile(chosen);
    setMapping({});
    void look(chosen);
  };
  const run = async (dryRun: boolean) => {
    if (!file) throw new Error(t`Choose a file first.`);
    const target = project ? { projectId: project.id } : { projectName: form.values.projectName.trim() };
    const { id } = await startImport({ file, source: form.values.source, mapping, dryRun, ...target });
    setStep({ jobId: id, dryRun });
  };
  const left = notTaken(preview, mapping);
  if (step) return <Run key={step.jobId} step={step} left={left} onBack={() => setStep(null)} onImport={() => run(false)} onClose={onClose} onDone={onDone} />;

  const mapped = preview?.source === 'csv';
  const titled = preview?.columns.some((column) => (mapping[column.name] ?? column.field) === 'title') ?? false;
  return (
    <Form
      form={form}
      label={t`Import`}
      foot={
        <DialogFoot onClose={onClose}>
          <Button look="primary" type="submit" busy={form.busy || looking} disabled={!file || !form.values.source || (mapped && !titled)}>
            <Trans>Check the file</Trans>
          </Button>
        </DialogFoot>
      }
    >
      <FileDrop
        label={t`Choose a file or drop it here`}
        hint={<Trans>From Jira, Trello, GitHub, Asana, Microsoft Project, a spreadsheet or Vistone: CSV, JSON or XML</Trans>}
        accept=".csv,.tsv,.txt,.json,.xml,.rss,text/csv,application/json,text/xml"
        file={file}
        onFile={choose}
      />
      <div role="status" aria-live="polite">
        {looking ? (
          <p className={css.line}>
            <Trans>Looking into the file…</Trans>
          </p>
        ) : preview ? (
          <p className={css.line}>
            <Plural value={preview.rows} one="# row" other="# rows" />
          </p>
        ) : null}
      </div>
      <FormProblem text={refused} />
      {file ? (
        <SelectField
          field={{
            ...form.bind('source'),
            onChange: (source) => {
              form.set({ source });
              setMapping({});
              void look(file, source);
            },
          }}
          label={t({ message: 'From', context: 'where an import comes from' })}
          placeholder={t`Say where the file comes from`}
          options={sources()}
        />
      ) : null}
      {project ? null : (
        <TextField
          field={form.bind('projectName')}
          label={<Trans>Into project</Trans>}
          help={<Trans>A project of this name is used, or made if there is none.</Trans>}
          autoComplete="off"
        />
      )}
      {preview && mapped ? <Columns preview={preview} mapping={mapping} onMapping={setMapping} /> : null}
      {preview && mapped && !titled ? (
        <p className={css.line} role="status">
          <Trans>Say which column is the title.</Trans>
        </p>
      ) : null}
    </Form>
  );
}

/** The file's columns that become nothing, by name. */
function notTaken(preview: Preview | null, mapping: Mapping): string[] {
  const lost = preview?.columns.filter((column) => (mapping[column.name] ?? column.field ?? IGNORE) === IGNORE) ?? [];
  return [...new Set(lost.map((column) => column.name || t`(no name)`))];
}

interface RunProps extends Pick<Props, 'onClose' | 'onDone'> {
  step: Step;
  left: readonly string[];
  onBack: () => void;
  onImport: () => Promise<void>;
}

function Run({ step, left, onBack, onImport, onClose, onDone }: RunProps) {
  const { data: job, error } = useQuery(importQuery(step.jobId));
  useLive(`import:${step.jobId}`, () => void queryClient.invalidateQueries({ queryKey: key('import', step.jobId) }));
  const [starting, setStarting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (error && !job) {
    return <FormProblem text={error.message} />;
  }
  if (!job || !isOver(job)) return <Running job={job} dryRun={step.dryRun} />;
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
        {failed ? <Trans>The file could not be read.</Trans> : step.dryRun ? <Trans>Nothing has been changed yet. This is what the import would do:</Trans> : <Trans>The import is done.</Trans>}
      </p>
      <Figures job={job} dryRun={step.dryRun} />
      {failed || left.length === 0 ? null : <NotTaken names={left} />}
      <Errors job={job} />
      <FormProblem text={problem} />
      <FormFoot>
        {failed || step.dryRun ? (
          <Button onClick={onBack}>
            <Trans>Another file</Trans>
          </Button>
        ) : null}
        {!failed && step.dryRun ? (
          <Button look="primary" busy={starting} onClick={start}>
            <Plural value={job.created + job.updated} one="Import # task" other="Import # tasks" />
          </Button>
        ) : null}
        {!failed && !step.dryRun ? (
          <Button
            look="primary"
            onClick={() => {
              onClose();
              if (job.projectId) onDone(job.projectId);
            }}
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

function Errors({ job }: { job: Import }) {
  if (job.errors.length === 0) return null;
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
            {job.errors.slice(0, 200).map((entry) => (
              <tr key={`${entry.row}-${entry.field ?? ''}-${entry.message}`}>
                <td className="num">{entry.row > 0 ? formatNumber(entry.row) : t`File`}</td>
                <td>{entry.field}</td>
                <td>{entry.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button size="sm" look="quiet" icon={IconDownload} onClick={() => saveErrors(job)}>
        <Trans>Save this list</Trans>
      </Button>
    </>
  );
}
