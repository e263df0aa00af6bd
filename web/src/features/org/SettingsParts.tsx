import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { Form } from '~/lib/form';
import { Button } from '~/ui/Button';
import { cx } from '~/ui/cx';
import { FormFoot } from '~/ui/Field';
import css from './settings.module.css';

export function SettingsColumn({ wide, children }: { wide?: boolean; children: ReactNode }) {
  return <div className={cx(css.column, wide && css.wide)}>{children}</div>;
}

export function SettingsSection({ title, text, children }: { title: ReactNode; text?: ReactNode; children: ReactNode }) {
  return (
    <section>
      <div className={css.head}>
        <h2>{title}</h2>
        {text ? <p>{text}</p> : null}
      </div>
      {children}
    </section>
  );
}

/** One save per section, awake only when something was changed. */
export function SaveFoot<T>({ form }: { form: Form<T> }) {
  return (
    <FormFoot>
      <Button look="primary" type="submit" busy={form.busy} disabled={!form.dirty}>
        <Trans>Save</Trans>
      </Button>
    </FormFoot>
  );
}
