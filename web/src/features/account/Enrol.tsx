import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useForm } from '~/lib/form';
import { problemText } from '~/lib/problem';
import { Button } from '~/ui/Button';
import { CodeField } from '~/ui/CodeField';
import { copyText } from '~/ui/CopyText';
import { Form, FormFoot, FormProblem } from '~/ui/Field';
import { Bone } from '~/ui/States';
import css from './account.module.css';
import { confirmEnrolment, enrol } from './api';
import { BackupCodes } from './BackupCodes';
import { proved } from '~/lib/proof';

interface Offer {
  secret: string;
  otpauthUrl: string;
  qrSvg: string;
}

interface Props {
  /** The codes are kept and the second step is on. */
  onDone: () => void;
  /** Told as soon as the second step is on: from then on the codes are on the screen and must not be lost by a slip. */
  onOn?: () => void;
  /** The person did not want to prove who they are. */
  onGiveUp: () => void;
  /** Stands before the button that goes on. */
  cancel?: ReactNode;
}

/** Sets up the second step: a proof that it is still the same person, the picture for the phone, the first code, the backup codes. */
export function Enrol({ onDone, onOn, onGiveUp, cancel }: Props) {
  const [offer, setOffer] = useState<Offer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const begun = useRef(false);
  const giveUp = useRef(onGiveUp);
  useEffect(() => {
    giveUp.current = onGiveUp;
  });
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    proved(enrol).then(
      (made) => (made ? setOffer(made) : giveUp.current()),
      (error: unknown) => setProblem(problemText(error)),
    );
  }, []);
  if (codes) return <BackupCodes codes={codes} onKept={onDone} />;
  if (offer) {
    return (
      <Scan
        offer={offer}
        cancel={cancel}
        onCodes={(fresh) => {
          onOn?.();
          setCodes(fresh);
        }}
      />
    );
  }
  if (problem) {
    return (
      <>
        <FormProblem text={problem} />
        <FormFoot>{cancel}</FormFoot>
      </>
    );
  }
  return (
    <div className={css.stack} aria-busy>
      <Bone w="80%" />
      <Bone w="var(--qr)" h="var(--qr)" />
      <Bone h="var(--touch)" />
    </div>
  );
}

/** An SVG that is meant to stand within a page has no namespace; as a picture of its own it needs one. */
function picture(svg: string): string {
  const whole = svg.includes('xmlns=') ? svg : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
  return `data:image/svg+xml;utf8,${encodeURIComponent(whole)}`;
}

function Scan({ offer, onCodes, cancel }: { offer: Offer; onCodes: (codes: string[]) => void; cancel: ReactNode }) {
  const form = useForm({
    initial: { code: '' },
    check: (values) => (values.code.length === 6 ? {} : { code: t`Enter the 6 digits.` }),
    onSubmit: async ({ code }) => onCodes(await confirmEnrolment(code)),
  });
  // In groups of four, as it is read and typed.
  const secret = offer.secret.replaceAll(/(.{4})(?=.)/g, '$1 ');
  return (
    <Form
      form={form}
      label={t`Two-step sign-in`}
      foot={
        <FormFoot>
          {cancel}
          <Button look="primary" type="submit" busy={form.busy}>
            <Trans>Turn on</Trans>
          </Button>
        </FormFoot>
      }
    >
      <div className={css.scan}>
        <div className={css.qr}>
          <img src={picture(offer.qrSvg)} alt={t`QR code for your authenticator app`} />
        </div>
        <ol className={css.steps}>
          <li>
            <span>
              <Trans>Scan this with an authenticator app on your phone.</Trans>
            </span>
          </li>
          <li>
            <div>
              <Trans>Or type this key into the app:</Trans>
              <div className={css.secret} dir="ltr" data-secret>
                {secret}
              </div>
              <div className={css.buttons}>
                <Button look="link" size="sm" onClick={() => void copyText(offer.secret, t`Key copied`)}>
                  <Trans>Copy the key</Trans>
                </Button>
                <a className={css.open} href={offer.otpauthUrl}>
                  <Trans>Open in an app here</Trans>
                </a>
              </div>
            </div>
          </li>
          <li>
            <span>
              <Trans>Enter the 6 digits that the app shows.</Trans>
            </span>
          </li>
        </ol>
      </div>
      <CodeField field={form.bind('code')} label={<Trans>Code from the app</Trans>} autoFocus onFull={() => void form.submit()} />
    </Form>
  );
}
