import { Trans } from '@lingui/react/macro';
import { type ErrorComponentProps, Link, Outlet, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useLocation } from '@tanstack/react-router';
import { announce } from '~/ui/announce';
import { buttonClass } from '~/ui/Button';
import { Logo } from '~/ui/Logo';
import { ErrorState, NotFound } from '~/ui/States';
import css from './Frame.module.css';

export function Root() {
  const path = useLocation({ select: (location) => location.pathname });
  useEffect(() => {
    // A page change without a page load is otherwise silent for screen readers. The page's name may come with its data.
    let timer = 0;
    const soon = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => announce(document.title), 400);
    };
    const observer = new MutationObserver(soon);
    const title = document.querySelector('title');
    if (title) observer.observe(title, { childList: true, characterData: true, subtree: true });
    soon();
    return () => {
      observer.disconnect();
      window.clearTimeout(timer);
    };
  }, [path]);
  return <Outlet />;
}

function HomeLink() {
  return (
    <Link to="/" className={buttonClass()}>
      <Trans>Go to projects</Trans>
    </Link>
  );
}

export function MissingPage() {
  return (
    <main className={css.alone}>
      <NotFound home={<HomeLink />} />
    </main>
  );
}

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <main className={css.alone}>
      <ErrorState
        error={error}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
        home={<HomeLink />}
      />
    </main>
  );
}

export function Pending() {
  return (
    <div className={css.pending} aria-busy>
      <Logo size={32} />
    </div>
  );
}
