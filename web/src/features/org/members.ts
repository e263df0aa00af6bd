import { t } from '@lingui/core/macro';
import { IconLogout, IconPlayerPause, IconPlayerPlay, IconShieldX, IconUserMinus } from '@tabler/icons-react';
import type { Action } from '~/lib/actions';
import { api, ifMatch, ok } from '~/lib/client';
import type { Member, Role } from '~/lib/models';
import { can } from '~/lib/policy';
import { key, queryClient } from '~/lib/query';
import { toast, toastProblem } from '~/ui/toast';

function held(member: Member): Member {
  return queryClient.getQueryData<Member[]>(key('members'))?.find((other) => other.id === member.id) ?? member;
}

/** What is being fetched may be older than what is shown now. */
function show(change: (members: Member[]) => Member[]): void {
  void queryClient.cancelQueries({ queryKey: key('members') });
  queryClient.setQueryData<Member[]>(key('members'), (members) => members && change(members));
}

const replace = (member: Member) => show((members) => members.map((other) => (other.id === member.id ? member : other)));

/** Shows a change at once; a refusal takes it back and is said in the API's words. */
async function attempt(member: Member, early: Partial<Member>, refused: string, write: (now: Member) => Promise<Member>): Promise<boolean> {
  const before = held(member);
  replace({ ...before, ...early });
  try {
    replace(await write(before));
    return true;
  } catch (error) {
    replace(before);
    toastProblem(refused, error);
    return false;
  } finally {
    void queryClient.invalidateQueries({ queryKey: key('members') });
  }
}

async function setRole(member: Member, role: Pick<Role, 'id' | 'name'>, name: string): Promise<boolean> {
  const early = { roleId: role.id, roleName: role.name };
  return attempt(member, early, t`The role of ${name} stays as it was.`, (now) =>
    ok(api.PATCH('/api/auth/organization-members/{id}', { params: { path: { id: now.id }, header: ifMatch(now) }, body: { roleId: role.id } })),
  );
}

export async function changeRole(member: Member, role: Role, name: string): Promise<void> {
  const { roleId, roleName } = member;
  if (roleId === role.id || !(await setRole(member, role, name))) return;
  const picked = role.name;
  toast(t`${name} is now ${picked}`, roleId && roleName ? () => void setRole(member, { id: roleId, name: roleName }, name) : undefined);
  // Whoever gives away their own rights sees at once what is left.
  void queryClient.invalidateQueries({ queryKey: key('me') });
}

async function setPaused(member: Member, paused: boolean, name: string): Promise<boolean> {
  const early = { pausedAt: paused ? new Date().toISOString() : null };
  const path = paused ? '/api/auth/organization-members/{id}/pause' : '/api/auth/organization-members/{id}/resume';
  return attempt(member, early, paused ? t`${name} was not paused.` : t`${name} was not resumed.`, (now) => ok(api.POST(path, { params: { path: { id: now.id } } })));
}

async function pause(member: Member, paused: boolean, name: string): Promise<void> {
  if (await setPaused(member, paused, name)) toast(paused ? t`${name} is paused` : t`${name} may come in again`, () => void setPaused(member, !paused, name));
}

/** Removing and leaving take the membership away; coming back needs an invitation. */
export async function endMembership(member: Member, refused: string): Promise<boolean> {
  try {
    await ok(api.DELETE('/api/auth/organization-members/{id}', { params: { path: { id: member.id }, header: ifMatch(held(member)) } }));
    return true;
  } catch (error) {
    toastProblem(refused, error);
    return false;
  }
}

export async function removeMember(member: Member, name: string): Promise<void> {
  if (!(await endMembership(member, t`${name} was not removed.`))) return;
  show((members) => members.filter((other) => other.id !== member.id));
  toast(t`${name} is no longer a member`);
  void queryClient.invalidateQueries({ queryKey: key('members') });
  void queryClient.invalidateQueries({ queryKey: key('people') });
}

/** Takes a lost phone's codes and passkeys away. */
export async function resetFactors(member: Member, name: string): Promise<void> {
  try {
    await ok(api.POST('/api/auth/organization-members/{id}/reset-mfa', { params: { path: { id: member.id } } }));
    toast(t`Two-step sign-in of ${name} is reset`);
  } catch (error) {
    toastProblem(t`The two-step sign-in of ${name} was not reset.`, error);
  }
  void queryClient.invalidateQueries({ queryKey: key('mfa settings') });
}

/** What is asked before it is done. */
export type MemberQuestion = 'remove' | 'leave' | 'reset';

/** What can be done with a membership: harmless things first, dangerous ones apart. `safe`: there may be a second factor to reset. */
export function memberMenu(member: Member, mine: boolean, name: string, safe: boolean, ask: (what: MemberQuestion) => void): { items: Action[] }[] {
  const group = t`Members`;
  const paused = member.pausedAt !== null;
  return [
    {
      items: [
        {
          id: 'member.pause',
          label: paused ? t`Resume` : t`Pause`,
          group,
          icon: paused ? IconPlayerPlay : IconPlayerPause,
          enabled: can(member, 'pause'),
          run: () => void pause(member, !paused, name),
        },
        { id: 'member.reset', label: t`Reset two-step sign-in…`, group, icon: IconShieldX, enabled: safe && !mine && can(member, 'reset_mfa'), run: () => ask('reset') },
      ],
    },
    {
      items: [
        { id: 'member.remove', label: t`Remove…`, group, icon: IconUserMinus, danger: true, enabled: !mine && can(member, 'delete'), run: () => ask('remove') },
        { id: 'member.leave', label: t`Leave…`, group, icon: IconLogout, danger: true, enabled: mine && can(member, 'leave'), run: () => ask('leave') },
      ],
    },
  ];
}
