import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { useRef, useState } from 'react';
import { useForm } from '~/lib/form';
import { Button } from '~/ui/Button';
import { Dialog, DialogFoot } from '~/ui/Dialog';
import { FileDrop, Form, FormProblem, TextField } from '~/ui/Field';
import { SelectField } from '~/ui/Picker';
import { encodings, lookInto, type Mapping, type Preview, sources, startImport } from './api';
import { Columns, IGNORE } from './Columns';
import { EarlierImports } from './EarlierImports';
import { ImportReport, Wrong } from './ImportReport';
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
    initial: { projectName: '', file: '', source: '', mapping: '', encoding: '' },
    check: (values) => ({
      ...(file ? {} : { file: t`Choose a file first.` }),
      ...(project || values.projectName.trim() ? {} : { projectName: t`Name the project that the tasks go into.` }),
    }),
    onSubmit: () => run(true),
  });

  const look = async (chosen: File, source?: string, encoding = form.values.encoding) => {
    const turn = (asked.current += 1);
    setLooking(true);
    setRefused(null);
    try {
      const found = await lookInto({ file: chosen, ...(source ? { source } : {}), ...(encoding ? { encoding } : {}) });
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
    const { id } = await startImport({ file, source: form.values.source, mapping, dryRun, ...target, ...(form.values.encoding ? { encoding: form.values.encoding } : {}) });
    setStep({ jobId: id, dryRun });
  };
  const left = notTaken(preview, mapping);
  if (step) {
    const show = (projectId: string) => {
      onClose();
      onDone(projectId);
    };
    return <ImportReport key={step.jobId} {...step} left={left} onBack={() => setStep(null)} onImport={() => run(false)} onShow={show} />;
  }

  const isTable = preview ? preview.columns.length > 0 : file !== null;
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
      {file && isTable ? (
        <SelectField
          field={{
            ...form.bind('encoding'),
            onChange: (encoding) => {
              form.set({ encoding });
              void look(file, form.values.source, encoding);
            },
          }}
          label={t`Letters of the file`}
          help={<Trans>Choose another when names below look wrong, as in “MÃ¼ller”.</Trans>}
          placeholder={t`Found out by itself`}
          options={encodings()}
          optional
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
      {preview ? <Wrong problems={preview.problems} /> : null}
      {file ? null : <EarlierImports projectId={project?.id} onOpen={(jobId) => setStep({ jobId, dryRun: false })} />}
    </Form>
  );
}

/** The file's columns that become nothing, by name. */
function notTaken(preview: Preview | null, mapping: Mapping): string[] {
  const lost = preview?.columns.filter((column) => (mapping[column.name] ?? column.field ?? IGNORE) === IGNORE) ?? [];
  return [...new Set(lost.map((column) => column.name || t`(no name)`))];
}
