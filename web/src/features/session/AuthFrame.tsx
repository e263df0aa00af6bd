import type { ReactNode } from 'react';
import { Trans } from '@lingui/react/macro';
import { useLingui } from '@lingui/react';
import { useEffect } from 'react';
import { chooseLocale, LOCALES } from '~/lib/i18n';
import { cx } from '~/ui/cx';
import { Logo } from '~/ui/Logo';
import css from './AuthFrame.module.css';

interface Props {
  title: string;
  sub: ReactNode;
  more?: ReactNode;
  /** For what needs more room than a form. */
  wide?: boolean;
  children: ReactNode;
}

/** The quiet page of signing in: one thing to do. */
export function AuthFrame({ title, sub, more, wide, children }: Props) {
  const { i18n } = useLingui();
  useEffect(() => {
    document.title = `${title} · Vistone`;
  }, [title]);
  return (
    <div className={css.page}>
      <main className={css.middle}>
        <div className={cx(css.card, wide && css.wide)}>
          <div className={css.brand}>
            <Logo size={28} />
            Vistone
          </div>
          <h1 className={css.title}>{title}</h1>
          <p className={css.sub}>{sub}</p>
          {children}
          {more ? <p className={css.more}>{more}</p> : null}
        </div>
      </main>
      <footer className={css.foot}>
        <span className="sr">
          <Trans>Language</Trans>
        </span>
        {LOCALES.map((locale) => (
          <button key={locale.id} type="button" lang={locale.id} aria-pressed={i18n.locale === locale.id} onClick={() => void chooseLocale(locale.id)}>
            {locale.name}
          </button>
        ))}
      </footer>
    </div>
  );
}
