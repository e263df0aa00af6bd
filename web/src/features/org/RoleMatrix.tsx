import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconArrowBackUp, IconDeviceFloppy } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { type Action, useActions } from '~/lib/actions';
import { useForm } from '~/lib/form';
import type { Role, RoleBounds } from '~/lib/models';
import { can } from '~/lib/policy';
import { ACTIONS, actionName, RESOURCES, resourceName } from '~/lib/rights';
import { Button } from '~/ui/Button';
import { Checkbox, FormProblem } from '~/ui/Field';
import { Tip } from '~/ui/Tip';
import { toast } from '~/ui/toast';
import { has, META, metaWords, neverWords, same, saveRole, withAction } from './permissions';
import css from './roles.module.css';

interface Props {
  role: Role;
  bounds: RoleBounds;
  /** The rights about rights that there are. */
  meta: string[];
  onChanged: (unsaved: boolean) => void;
}

/** Resources by actions for one role, saved as a whole. A box beyond the role's bounds is not there, with the reason in its place. */
export function RoleMatrix({ role, bounds, meta, onChanged }: Props) {
  const { name } = role;
  const editable = can(role, 'update') && name !== 'Organizer';
  const form = useForm({
    initial: { permissions: role.permissions },
    draft: `role.${role.id}`,
    onSubmit: async ({ permissions }) => {
      const before = role.permissions;
      const saved = await saveRole(role, permissions);
      form.reset({ permissions: saved.permissions });
      toast(t`What a ${name} may do is saved`, () => void saveRole(saved, before).catch(() => undefined));
    },
  });
  const now = form.values.permissions;
  const unsaved = !same(now, role.permissions);
  useEffect(() => onChanged(unsaved));
  // Somebody else saved, or the undo did: what was not touched here follows.
  const seen = useRef(role.permissions);
  const { reset } = form;
  useEffect(() => {
    if (seen.current === role.permissions) return;
    if (same(now, seen.current)) reset({ permissions: role.permissions });
    seen.current = role.permissions;
  }, [now, reset, role.permissions]);
  const set = (resource: string, action: string, on: boolean) => form.set({ permissions: withAction(now, resource, action, on) });
  const group = t`Roles`;
  const defaults: Action = {
    id: 'role.defaults',
    label: t`Back to the defaults`,
    group,
    icon: IconArrowBackUp,
    enabled: editable && !same(now, bounds.defaults),
    run: () => form.set({ permissions: bounds.defaults }),
  };
  const save: Action = { id: 'role.save', label: t`Save`, group, keys: 'mod+s', icon: IconDeviceFloppy, enabled: editable && unsaved, run: () => void form.submit() };
  useActions([save, defaults]);
  const metaShown = meta.filter((one) => has(bounds.most, META, one));
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a table that scrolls must be reachable without a pointer */}
      <div className={css.frame} tabIndex={0} role="group" aria-label={t`What a ${name} may do`}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">
                <span className="sr">{t`Area`}</span>
              </th>
              {ACTIONS.map((action) => (
                <th key={action} scope="col">
                  {actionName(action)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {RESOURCES.map((resource) => {
              const area = resourceName(resource);
              const changed = ACTIONS.some((action) => has(now, resource, action) !== has(role.permissions, resource, action));
              return (
                <tr key={resource}>
                  <th scope="row" data-changed={changed}>
                    {area}
                  </th>
                  {ACTIONS.map((action) => {
                    const what = actionName(action);
                    return (
                      <td key={action}>
                        {has(bounds.most, resource, action) ? (
                          <Checkbox hideLabel label={t`${area}: ${what}`} checked={has(now, resource, action)} disabled={!editable} onChange={(on) => set(resource, action, on)} />
                        ) : (
                          <Tip label={neverWords(name)}>
                            <span className={css.never}>
                              <span aria-hidden>–</span>
                              <span className="sr">{t`never`}</span>
                            </span>
                          </Tip>
                        )}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {name === 'Contributor' || name === 'Client' ? (
        <p className={css.bound}>{name === 'Client' ? <Trans>A Client can never have what has a dash.</Trans> : <Trans>A Contributor can never have what has a dash.</Trans>}</p>
      ) : null}
      {metaShown.length > 0 ? (
        <div className={css.extras} role="group" aria-label={t`Rights over others`}>
          {metaShown.map((one) => {
            const { title, text } = metaWords(one);
            return (
              <div key={one} className={css.extra} data-changed={has(now, META, one) !== has(role.permissions, META, one)}>
                <Checkbox label={title} checked={has(now, META, one)} disabled={!editable} onChange={(on) => set(META, one, on)} />
                <p>{text}</p>
              </div>
            );
          })}
        </div>
      ) : null}
      {editable ? (
        <>
          <FormProblem text={form.problem} />
          <div className={css.foot} data-unsaved={unsaved}>
            {defaults.enabled ? (
              <Button look="quiet" icon={IconArrowBackUp} onClick={defaults.run}>
                {defaults.label}
              </Button>
            ) : (
              <span />
            )}
            {unsaved ? (
              <Button look="quiet" onClick={() => form.reset({ permissions: role.permissions })}>
                <Trans>Discard</Trans>
              </Button>
            ) : null}
            <Button look="primary" busy={form.busy} disabled={!unsaved} onClick={save.run}>
              {save.label}
            </Button>
          </div>
        </>
      ) : (
        <p className={css.about} style={{ marginBlockStart: 'var(--s4)' }}>
          {name === 'Organizer' ? <Trans>An Organizer may do everything, always. To take something from a person, give them another role.</Trans> : <Trans>You can read this. Organizers change it.</Trans>}
        </p>
      )}
    </>
  );
}
