import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconBookmark, IconDeviceFloppy, IconPencil, IconPlus, IconRotate, IconTrash, IconUsers, IconUsersMinus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from '~/lib/form';
import { useMe } from '~/lib/me';
import type { SavedView } from '~/lib/models';
import { can, useStaff } from '~/lib/policy';
import { Button } from '~/ui/Button';
import { Checkbox, TextField } from '~/ui/Field';
import { FormDialog } from '~/ui/FormDialog';
import { Menu, type MenuItem } from '~/ui/Menu';
import { changeView, configOf, createView, deleteView, isSame, keptConfig, savedViewsQuery, tryChangeView, type ViewConfig, type ViewKind } from './savedViews';
import css from './SavedViews.module.css';

interface Props {
  /** Null: over all of one's work. */
  projectId: string | null;
  kind: ViewKind;
  /** The address's parameters as they are. */
  search: object;
  /** The names of those that a view keeps. */
  keys: readonly string[];
  /** The view that was picked. */
  pickedId: string | undefined;
  onPick: (view: { id: string; kind: ViewKind; config: ViewConfig } | null) => void;
}

/** Filters, grouping and columns that somebody kept: pick one, change it, share it. */
export function SavedViews({ projectId, kind, search, keys, pickedId, onPick }: Props) {
  const { user } = useMe();
  const staff = useStaff();
  const views = useQuery(savedViewsQuery(projectId)).data ?? [];
  const [dialog, setDialog] = useState<'new' | 'rename' | null>(null);
  const picked = views.find((view) => view.id === pickedId);
  const config = configOf(search as Record<string, unknown>, keys);
  const changed = picked !== undefined && (!isSame(config, keptConfig(picked, keys)) || picked.kind !== kind);
  const mine = picked !== undefined && can(picked, 'update');
  const pick = (view: SavedView) => onPick({ id: view.id, kind: view.kind, config: keptConfig(view, keys) });
  const item = (view: SavedView): MenuItem => ({ id: view.id, label: view.name, checked: view.id === pickedId, run: () => pick(view) });
  const own = views.filter((view) => view.ownerId === user.id);
  const others = views.filter((view) => view.ownerId !== user.id);
  const actions: MenuItem[] = [
    { id: 'save', label: t`Save the changes`, icon: IconDeviceFloppy, enabled: changed && mine, run: () => picked && void tryChangeView(picked, { config, kind }, t`View saved`) },
    { id: 'new', label: t`Save as a new view…`, icon: IconPlus, run: () => setDialog('new') },
    { id: 'rename', label: t`Rename…`, icon: IconPencil, enabled: mine, run: () => setDialog('rename') },
    {
      id: 'share',
      label: picked?.shared ? t`Stop sharing` : t`Share with the project`,
      icon: picked?.shared ? IconUsersMinus : IconUsers,
      enabled: mine && projectId !== null && staff,
      run: () => picked && void tryChangeView(picked, { shared: !picked.shared }, picked.shared ? t`Only you see “${picked.name}” now` : t`“${picked.name}” is shared with the project`),
    },
    { id: 'leave', label: t`Leave this view`, icon: IconRotate, enabled: picked !== undefined, run: () => onPick(null) },
  ];
  return (
    <div className={css.place}>
      {changed ? (
        <span className={css.changed}>
          <Trans>Changed</Trans>
          {mine ? (
            <Button look="link" size="sm" onClick={() => void tryChangeView(picked, { config, kind }, t`View saved`)}>
              <Trans>Save</Trans>
            </Button>
          ) : null}
          <Button look="link" size="sm" onClick={() => pick(picked)}>
            <Trans>Reset</Trans>
          </Button>
        </span>
      ) : null}
      <Menu
        trigger={
          <Button look="quiet" size="sm" icon={IconBookmark} aria-label={picked ? t`Saved views: ${picked.name}` : t`Saved views`}>
            <span className={css.name}>{picked?.name ?? t`Views`}</span>
          </Button>
        }
        groups={[
          { label: t`My views`, items: own.map(item) },
          { label: t`Shared with the project`, items: others.map(item) },
          { items: actions },
          { items: [{ id: 'delete', label: t`Delete this view`, icon: IconTrash, danger: true, enabled: picked !== undefined && can(picked, 'delete'), run: () => picked && remove(picked) }] },
        ]}
      />
      {dialog === 'new' ? (
        <NameDialog
          title={t`Save as a new view`}
          action={t`Save view`}
          shareable={projectId !== null && staff}
          onClose={() => setDialog(null)}
          onSave={async (name, shared) => {
            const view = await createView({ projectId, name, kind, config, shared });
            onPick({ id: view.id, kind, config });
          }}
        />
      ) : null}
      {dialog === 'rename' && picked ? (
        <NameDialog title={t`Rename the view`} action={t`Rename`} name={picked.name} shareable={false} onClose={() => setDialog(null)} onSave={(name) => changeView(picked, { name })} />
      ) : null}
    </div>
  );

  function remove(view: SavedView) {
    onPick(null);
    void deleteView(view, keys);
  }
}

interface NameProps {
  title: string;
  action: string;
  name?: string;
  shareable: boolean;
  onClose: () => void;
  onSave: (name: string, shared: boolean) => Promise<void>;
}

function NameDialog({ title, action, name = '', shareable, onClose, onSave }: NameProps) {
  const form = useForm({
    initial: { name, shared: false },
    check: (values) => (values.name.trim() ? {} : { name: t`Give the view a name.` }),
    onSubmit: async (values) => {
      await onSave(values.name.trim(), values.shared);
      onClose();
    },
  });
  return (
    <FormDialog form={form} title={title} save={action} onClose={onClose} small>
      <TextField field={form.bind('name')} label={<Trans>Name</Trans>} data-autofocus autoComplete="off" />
      {shareable ? (
        <Checkbox label={<Trans>Share with everyone who works on the project</Trans>} checked={form.values.shared} onChange={(shared) => form.set({ shared })} />
      ) : null}
    </FormDialog>
  );
}
