import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from '~/lib/form';
import type { CustomField } from '~/lib/models';
import { can, useMay } from '~/lib/policy';
import { customFieldsQuery } from '~/lib/projectParts';
import { Button, IconButton } from '~/ui/Button';
import { ConfirmByName } from '~/ui/Dialog';
import { TextAreaField, TextField } from '~/ui/Field';
import { FormDialog } from '~/ui/FormDialog';
import { InlineText } from '~/ui/InlineText';
import { type Option, SelectField } from '~/ui/Picker';
import { Sortable } from '~/ui/Sortable';
import { Bone, ErrorState } from '~/ui/States';
import { addField, changeField, deleteField, type FieldKind, moveField } from './parts';
import css from './settings.module.css';

function kindName(kind: FieldKind): string {
  const names: Record<FieldKind, string> = { text: t`Text`, number: t`Number`, date: t`Date`, choice: t`Choice`, person: t`Person` };
  return names[kind];
}

function kindOptions(): Option[] {
  return (['text', 'number', 'date', 'choice', 'person'] as const).map((kind) => ({ value: kind, label: kindName(kind) }));
}

const linesOf = (text: string) => [...new Set(text.split('\n').map((line) => line.trim()).filter(Boolean))];

/** The fields that the project's tasks have besides those of every task: its own, and those of all projects for who may change them. */
export function FieldsEditor({ projectId, editable }: { projectId: string; editable: boolean }) {
  const { data: fields, error, refetch } = useQuery(customFieldsQuery(projectId));
  const everywhere = useMay()('settings', 'update');
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<CustomField | null>(null);
  const [doomed, setDoomed] = useState<CustomField | null>(null);
  if (error && !fields) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!fields) return <Bone w="60%" h="var(--s12)" />;
  const own = fields.filter((field) => field.projectId !== null);
  const shared = fields.filter((field) => field.projectId === null);
  const row = (field: CustomField, changeable: boolean) => (
    <>
      <div className={css.name}>
        <InlineText value={field.name} label={t`Name of ${field.name}`} readOnly={!changeable} onSave={(name) => void changeField(projectId, field, { name })} />
      </div>
      {field.kind === 'choice' ? (
        changeable ? (
          <Button look="quiet" size="sm" className={css.choices} onClick={() => setEditing(field)} aria-label={t`Choices of ${field.name}`}>
            {field.choices.join(', ')}
          </Button>
        ) : (
          <span className={css.quiet}>{field.choices.join(', ')}</span>
        )
      ) : null}
      <span className={css.quiet}>{kindName(field.kind)}</span>
      {changeable && can(field, 'delete') ? <IconButton size="sm" icon={IconTrash} label={t`Delete ${field.name}`} onClick={() => setDoomed(field)} /> : null}
    </>
  );
  return (
    <>
      {fields.length === 0 ? (
        <p className={css.quiet}>
          <Trans>No custom fields yet: a budget code, a print format, an approver, whatever your tasks need.</Trans>
        </p>
      ) : null}
      {own.length > 0 ? <Sortable label={t`Custom fields`} items={own} editable={editable} onMove={(id, afterId) => void moveField(projectId, id, afterId)} render={(field) => row(field, editable)} /> : null}
      {shared.length > 0 ? (
        <>
          <h3 className={css.quiet}>
            <Trans>Of all projects</Trans>
          </h3>
          <Sortable
            label={t`Custom fields of all projects`}
            items={shared}
            editable={everywhere}
            onMove={(id, afterId) => void moveField(projectId, id, afterId)}
            render={(field) => row(field, everywhere)}
          />
        </>
      ) : null}
      {editable ? (
        <div className={css.add}>
          <Button icon={IconPlus} onClick={() => setAdding(true)}>
            <Trans>Add a field</Trans>
          </Button>
        </div>
      ) : null}
      {adding ? <NewField projectId={projectId} mayEverywhere={everywhere} onClose={() => setAdding(false)} /> : null}
      {editing ? <Choices projectId={projectId} field={editing} onClose={() => setEditing(null)} /> : null}
      {doomed ? (
        <ConfirmByName
          open
          onClose={() => setDoomed(null)}
          title={t`Delete the field “${doomed.name}”`}
          text={<Trans>Its value is taken from every task. This cannot be undone.</Trans>}
          name={doomed.name}
          action={t`Delete field`}
          onConfirm={() => void deleteField(projectId, doomed)}
        />
      ) : null}
    </>
  );
}

function NewField({ projectId, mayEverywhere, onClose }: { projectId: string; mayEverywhere: boolean; onClose: () => void }) {
  const form = useForm({
    initial: { name: '', kind: 'text', choices: '', where: 'here' },
    check: (values) => ({
      ...(values.name.trim() ? {} : { name: t`Give the field a name.` }),
      ...(values.kind === 'choice' && linesOf(values.choices).length === 0 ? { choices: t`Write at least one choice.` } : {}),
    }),
    onSubmit: async ({ name, kind, choices, where }) => {
      await addField(projectId, where === 'everywhere', { name: name.trim(), kind: kind as FieldKind, choices: kind === 'choice' ? linesOf(choices) : [] });
      onClose();
    },
  });
  return (
    <FormDialog form={form} title={t`Add a field`} save={<Trans>Add field</Trans>} onClose={onClose} small>
      <TextField field={form.bind('name')} label={<Trans>Name</Trans>} data-autofocus autoComplete="off" />
      <SelectField field={form.bind('kind')} label={t`Kind`} options={kindOptions()} />
      {form.values.kind === 'choice' ? <TextAreaField field={form.bind('choices')} label={<Trans>Choices</Trans>} help={<Trans>One on each line.</Trans>} rows={4} /> : null}
      {mayEverywhere ? (
        <SelectField
          field={form.bind('where')}
          label={t`In`}
          options={[
            { value: 'here', label: t`This project` },
            { value: 'everywhere', label: t`All projects` },
          ]}
        />
      ) : null}
    </FormDialog>
  );
}

function Choices({ projectId, field, onClose }: { projectId: string; field: CustomField; onClose: () => void }) {
  const form = useForm({
    initial: { choices: field.choices.join('\n') },
    check: (values) => (linesOf(values.choices).length > 0 ? {} : { choices: t`Write at least one choice.` }),
    onSubmit: async ({ choices }) => {
      await changeField(projectId, field, { choices: linesOf(choices) });
      onClose();
    },
  });
  return (
    <FormDialog form={form} title={t`Choices of ${field.name}`} save={<Trans>Save</Trans>} onClose={onClose} small>
      <TextAreaField
        field={form.bind('choices')}
        label={<Trans>Choices</Trans>}
        help={<Trans>One on each line. Tasks keep a choice that is taken away.</Trans>}
        rows={6}
        data-autofocus
      />
    </FormDialog>
  );
}
