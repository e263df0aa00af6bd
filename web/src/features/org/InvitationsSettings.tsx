import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconDots, IconMailForward, IconMailOff, IconUserPlus } from '@tabler/icons-react';
import { useForm } from '~/lib/form';
import type { Invitation, RoleName } from '~/lib/models';
import { can, useMay } from '~/lib/policy';
import { Button, IconButton } from '~/ui/Button';
import { Form, TextField } from '~/ui/Field';
import { Menu } from '~/ui/Menu';
import { SelectField } from '~/ui/Picker';
import { Pill, type Tone } from '~/ui/Pill';
import { Bone, EmptyState, ErrorState } from '~/ui/States';
import { Time } from '~/ui/Time';
import { toast, toastProblem } from '~/ui/toast';
import { invitationsQuery, invite, resendInvitation, revokeInvitation } from './api';
import { ROLE_NAMES, roleText } from './roles';
import { SettingsColumn, SettingsSection } from '~/ui/Settings';
import css from '~/ui/Settings.module.css';

export function InvitationsSettings() {
  const may = useMay();
  return (
    <SettingsColumn wide>
      {may('users', 'create') ? <InviteForm /> : null}
      <InvitationList />
    </SettingsColumn>
  );
}

function InviteForm() {
  const form = useForm<{ email: string; roleName: RoleName }>({
    initial: { email: '', roleName: 'Contributor' },
    draft: 'invite',
    check: (values) => (values.email.includes('@') ? {} : { email: t`Enter an e-mail address.` }),
    onSubmit: async (values) => {
      const email = values.email.trim();
      await invite({ ...values, email });
      toast(t`Invitation sent to ${email}`);
      form.reset({ ...values, email: '' });
    },
  });
  return (
    <SettingsSection title={<Trans>Invite people</Trans>} text={<Trans>They get a link by mail and choose a password themselves.</Trans>}>
      <div className={css.card}>
        <Form form={form} label={t`Invite people`} foot={null}>
          <div className={css.line}>
            <TextField field={form.bind('email')} label={<Trans>E-mail</Trans>} type="email" autoComplete="off" placeholder="name@company.com" />
            <SelectField
              field={form.bind('roleName') as Parameters<typeof SelectField>[0]['field']}
              label={t`Role`}
              options={ROLE_NAMES.map((role) => ({ value: role, label: role, hint: roleText(role) }))}
            />
            <Button look="primary" type="submit" busy={form.busy} icon={IconUserPlus}>
              <Trans>Invite</Trans>
            </Button>
          </div>
        </Form>
      </div>
    </SettingsSection>
  );
}

type Shown = Invitation['status'] | 'expired';

/** An open invitation whose time has run out is still `pending` to the API. */
function shownStatus({ status, expiresAt }: Invitation): Shown {
  return status === 'pending' && Date.parse(expiresAt) < Date.now() ? 'expired' : status;
}

const TONES: Record<Shown, Tone> = { pending: 'amber', accepted: 'green', revoked: 'grey', expired: 'grey' };

function InvitationList() {
  const { data, error, isPending, refetch } = useQuery(invitationsQuery());
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <SettingsSection title={<Trans>Invitations</Trans>}>
      {isPending ? (
        <div className={css.rows}>
          <div className={css.row}>
            <Bone w="40%" />
          </div>
        </div>
      ) : data.length === 0 ? (
        <div className={css.rows}>
          <EmptyState icon={IconMailForward} title={<Trans>No invitations yet</Trans>}>
            <Trans>Whom you invite stands here until they have joined.</Trans>
          </EmptyState>
        </div>
      ) : (
        <ul className={css.rows}>
          {data.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} />
          ))}
        </ul>
      )}
    </SettingsSection>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { id, email, roleName, expiresAt } = invitation;
  const status = shownStatus(invitation);
  const names: Record<Shown, string> = { pending: t`Pending`, accepted: t`Accepted`, revoked: t`Revoked`, expired: t`Expired` };
  const failed = (error: unknown) => toastProblem(t`The invitation stays as it was.`, error);
  return (
    <li className={css.row}>
      <div className={css.who}>
        <strong>{email}</strong>
        <span className={css.quiet}>
          {roleName}
          {status === 'pending' ? (
            <>
              {' · '}
              <Trans>
                expires <Time at={expiresAt} relative />
              </Trans>
            </>
          ) : null}
        </span>
      </div>
      <Pill tone={TONES[status]}>{names[status]}</Pill>
      <Menu
        trigger={<IconButton size="sm" icon={IconDots} label={t`Actions for ${email}`} />}
        groups={[
          {
            items: [
              {
                id: 'resend',
                label: t`Send again`,
                icon: IconMailForward,
                enabled: can(invitation, 'resend'),
                run: () => void resendInvitation(id).then(() => toast(t`Invitation sent to ${email}`), failed),
              },
              {
                id: 'revoke',
                label: t({ message: 'Revoke', context: 'an invitation' }),
                icon: IconMailOff,
                danger: true,
                enabled: can(invitation, 'revoke'),
                run: () => void revokeInvitation(id).then(() => toast(t`Invitation to ${email} revoked`), failed),
              },
            ],
          },
        ]}
      />
    </li>
  );
}
