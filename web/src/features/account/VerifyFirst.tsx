import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react';
import { meQuery, useMe } from '~/lib/me';
import { problemText } from '~/lib/problem';
import { Button } from '~/ui/Button';
import { FormProblem } from '~/ui/Field';
import { sendVerification } from './api';
import css from './account.module.css';

interface Props {
  frame: ComponentType<{ title: string; sub: ReactNode; more?: ReactNode; children: ReactNode }>;
  onDone: () => Promise<void>;
  out: ReactNode;
}

/** How often it is looked whether the link was followed, in another window or on the phone. */
const LOOK_MS = 4000;

/** The address is to be confirmed before anything else. Goes on by itself once it is. */
export function VerifyFirst({ frame: Frame, onDone, out }: Props) {
  const { user } = useMe();
  const [sent, setSent] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { data } = useQuery({ ...meQuery(), refetchInterval: LOOK_MS, refetchOnWindowFocus: 'always' });
  const done = data !== undefined && data.unfinished !== 'email-verification-required';
  const latest = useRef(onDone);
  useEffect(() => {
    latest.current = onDone;
  });
  useEffect(() => {
    if (done) void latest.current();
  }, [done]);
  const send = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await sendVerification();
      setSent(true);
    } catch (error) {
      setProblem(problemText(error));
    } finally {
      setBusy(false);
    }
  };
  const email = user.email;
  return (
    <Frame
      title={t`Confirm your address`}
      sub={
        <Trans>
          We sent a link to <bdi>{email}</bdi>. Follow it, and this page goes on by itself.
        </Trans>
      }
      more={out}
    >
      <div className={css.stack}>
        <FormProblem text={problem} />
        <Button size="lg" wide busy={busy} onClick={() => void send()}>
          <Trans>Send the link again</Trans>
        </Button>
        <p className={css.quiet} role="status">
          {sent ? <Trans>A new link is on its way. Look among the unwanted mails too.</Trans> : null}
        </p>
      </div>
    </Frame>
  );
}
