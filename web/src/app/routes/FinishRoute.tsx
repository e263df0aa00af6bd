import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Enrol } from '~/features/account/Enrol';
import { ProofDialog } from '~/features/account/ProofDialog';
import { VerifyFirst } from '~/features/account/VerifyFirst';
import { signOutAction } from '~/features/session/actions';
import { AuthFrame } from '~/features/session/AuthFrame';
import { meQuery, useMe } from '~/lib/me';
import { queryClient } from '~/lib/query';
import { Button } from '~/ui/Button';
import { Bone } from '~/ui/States';

/** What stands between a person and their organization: one thing to do, a way on, a way out. */
export function FinishRoute() {
  const { data } = useQuery(meQuery());
  return data ? <Finish /> : <AuthFrame title={t`One moment`} sub={<Bone w="70%" />}>{null}</AuthFrame>;
}

function Finish() {
  const me = useMe();
  const { org, next } = useSearch({ from: '/finish' });
  const navigate = useNavigate();
  const router = useRouter();
  const [given, setGiven] = useState(0);
  const [on, setOn] = useState(false);
  // What was asked for stays on the page until it goes on by itself, also when the server is content by then.
  const [wanted, setWanted] = useState(me.unfinished);
  if (me.unfinished && me.unfinished !== wanted) setWanted(me.unfinished);
  const signOut = signOutAction(() => void navigate({ to: '/sign-in' }));
  const goOn = async () => {
    // All that was refused before is asked for again.
    queryClient.clear();
    if (next?.startsWith('/o/')) router.history.push(next);
    else await navigate({ to: '/o/$org/projects', params: { org } });
  };
  const out = (
    <Button look="link" size="sm" onClick={signOut.run}>
      {signOut.label}
    </Button>
  );
  const organization = me.organization.name;
  if (wanted === 'email-verification-required') return <VerifyFirst frame={AuthFrame} onDone={goOn} out={out} />;
  return (
    <AuthFrame
      wide
      title={on ? t`Your backup codes` : t`Set up two-step sign-in`}
      sub={on ? <Trans>Two-step sign-in is on.</Trans> : <Trans>{organization} asks for it: after your password, a code from an app on your phone. It takes a minute.</Trans>}
      more={on ? null : out}
    >
      <Enrol key={given} onOn={() => setOn(true)} onDone={() => void goOn()} onGiveUp={() => setGiven(given + 1)} />
      <ProofDialog />
    </AuthFrame>
  );
}
