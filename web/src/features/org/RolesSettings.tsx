import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLive } from '~/lib/live';
import { useMe } from '~/lib/me';
import type { RoleName } from '~/lib/models';
import { key, queryClient } from '~/lib/query';
import { Segments } from '~/ui/Field';
import { RowsFrame, SettingsColumn, SettingsSection } from '~/ui/Settings';
import { Bone, ErrorState } from '~/ui/States';
import { rolesQuery } from './api';
import { boundsQuery, META } from './permissions';
import { DeleteRole, MissingRoles } from './RoleLife';
import { RoleMatrix } from './RoleMatrix';
import { ROLE_NAMES, roleText } from './roles';
import css from './roles.module.css';

/** What each of the four roles may do. What was not saved is kept while one looks at another. */
export function RolesSettings() {
  const roles = useQuery(rolesQuery());
  const bounds = useQuery(boundsQuery());
  const [picked, setPicked] = useState<RoleName>('Manager');
  const [unsaved, setUnsaved] = useState<ReadonlySet<RoleName>>(new Set());
  useLive('organization', (events) => {
    if (events.some((event) => event.entity.endsWith('Role'))) void queryClient.invalidateQueries({ queryKey: key('roles') });
  });
  const error = roles.data ? bounds.error : roles.error;
  const there = ROLE_NAMES.filter((name) => roles.data?.some((role) => role.name === name));
  const may = useMe().role === 'Organizer';
  const missing = may && roles.data ? ROLE_NAMES.filter((one) => !there.includes(one)) : [];
  const name = there.includes(picked) ? picked : (there[0] ?? picked);
  const role = roles.data?.find((one) => one.name === name);
  const limits = bounds.data?.find((one) => one.name === name);
  const mark = (changed: boolean) =>
    setUnsaved((before) => {
      if (before.has(name) === changed) return before;
      const after = new Set(before);
      if (changed) after.add(name);
      else after.delete(name);
      return after;
    });
  return (
    <SettingsColumn wide>
      <SettingsSection title={<Trans>Roles</Trans>} text={<Trans>What people may do here at all. Within it they see only the projects, teams and clients that they belong to.</Trans>}>
        {error ? (
          <RowsFrame>
            <ErrorState error={error} onRetry={() => void Promise.all([roles.refetch(), bounds.refetch()])} />
          </RowsFrame>
        ) : role && limits ? (
          <>
            {missing.length > 0 ? (
              <div className={css.missing}>
                <MissingRoles names={missing} onMade={setPicked} />
              </div>
            ) : null}
            <div className={css.top}>
              <Segments
                label={t`Role`}
                value={name}
                options={there.map((one) => ({ value: one, label: unsaved.has(one) ? <span className={css.unsaved}>{one}<span className="sr">{t` (not saved)`}</span></span> : one }))}
                onChange={setPicked}
              />
            </div>
            <p className={css.about}>{roleText(name)}.</p>
            <RoleMatrix key={role.id} role={role} bounds={limits} meta={(bounds.data ?? []).flatMap((one) => one.most[META] ?? []).filter((one, at, all) => all.indexOf(one) === at)} onChanged={mark} />
          </>
        ) : (
          <RowsFrame>
            <div style={{ display: 'grid', gap: 'var(--s4)', padding: 'var(--s4)' }}>
              {['50%', '70%', '60%', '66%', '56%'].map((width) => (
                <Bone key={width} w={width} />
              ))}
            </div>
          </RowsFrame>
        )}
      </SettingsSection>
      {role ? <DeleteRole key={role.id} role={role} /> : null}
    </SettingsColumn>
  );
}
