import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconCheck, IconCopy, IconDownload, IconPrinter } from '@tabler/icons-react';
import { save } from '~/lib/download';
import { useMe } from '~/lib/me';
import { Button } from '~/ui/Button';
import { copyText } from '~/ui/CopyText';
import { FormFoot } from '~/ui/Field';
import css from './account.module.css';

/** Prints these lines and nothing of the page around them. */
function print(title: string, lines: string[]): void {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.body.append(frame);
  const page = frame.contentDocument;
  const view = frame.contentWindow;
  if (!page || !view) return;
  const heading = page.createElement('h1');
  heading.textContent = title;
  const text = page.createElement('pre');
  text.textContent = lines.join('\n');
  page.title = title;
  page.body.append(heading, text);
  view.addEventListener('afterprint', () => frame.remove());
  view.focus();
  view.print();
}

/** The codes for when the phone is lost: told this once, to be taken along before one goes on. */
export function BackupCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const { user } = useMe();
  const email = user.email;
  const title = t`Vistone backup codes of ${email}`;
  const lines = [...codes, '', t`Each code works once, in place of the 6 digits of the authenticator app.`];
  return (
    <div className={css.stack}>
      <p className={css.text}>
        <Trans>If you lose your phone, one of these lets you in. Each works once. Keep them where you keep your passwords: they are not shown again.</Trans>
      </p>
      <ul className={css.codes} aria-label={t`Backup codes`} dir="ltr">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={css.buttons}>
        <Button icon={IconCopy} onClick={() => void copyText(codes.join('\n'), t`Backup codes copied`)}>
          <Trans>Copy</Trans>
        </Button>
        <Button icon={IconDownload} onClick={() => save(new Blob([[title, '', ...lines, ''].join('\n')], { type: 'text/plain' }), 'vistone-backup-codes.txt')}>
          <Trans>Download</Trans>
        </Button>
        <Button icon={IconPrinter} onClick={() => print(title, lines)}>
          <Trans>Print</Trans>
        </Button>
      </div>
      <FormFoot>
        <Button look="primary" icon={IconCheck} onClick={onKept}>
          <Trans>I kept them</Trans>
        </Button>
      </FormFoot>
    </div>
  );
}
