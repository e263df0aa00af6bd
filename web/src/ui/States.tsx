import { Trans } from '@lingui/react/macro';
import { t } from '@lingui/core/macro';
import { IconAlertTriangle, IconLock, IconMapPinOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { isStatus, problemText } from '~/lib/problem';
import { Button, type Icon } from './Button';
import css from './States.module.css';

interface Props {
  icon: Icon;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}

/** Nothing here yet: says what this is for and offers the first step. */
export function EmptyState({ icon: IconPart, title, children, actions }: Props) {
  return (
    <div className={css.fill}>
      <div className={css.state}>
        <span className={css.icon}>
          <IconPart size={20} stroke={1.5} />
        </span>
        <h2 className={css.title}>{title}</h2>
        {children ? <p className={css.text}>{children}</p> : null}
        {actions ? <div className={css.actions}>{actions}</div> : null}
      </div>
    </div>
  );
}

/** There is something, and it is not for this reader: says whom to ask. */
export function NoRight({ home }: { home?: ReactNode }) {
  return (
    <EmptyState icon={IconLock} title={<Trans>You cannot see this</Trans>} actions={home}>
      <Trans>Your role does not include it. An Organizer of your organization can change that.</Trans>
    </EmptyState>
  );
}

/** Says what happened, what was kept, what to do. */
export function ErrorState({ error, onRetry, home }: { error: unknown; onRetry?: () => void; home?: ReactNode }) {
  if (isStatus(error, 404)) return <NotFound home={home} />;
  if (isStatus(error, 403)) return <NoRight home={home} />;
  return (
    <div role="alert" className={css.fill}>
      <EmptyState
        icon={IconAlertTriangle}
        title={isStatus(error, 0) ? t`The server could not be reached` : t`This could not be loaded`}
        actions={
          <>
            {onRetry ? (
              <Button look="primary" onClick={onRetry}>
                <Trans>Try again</Trans>
              </Button>
            ) : null}
            {home}
          </>
        }
      >
        {isStatus(error, 0) ? <Trans>Check your connection. What you typed is kept.</Trans> : problemText(error)}
      </EmptyState>
    </div>
  );
}

export function NotFound({ home }: { home?: ReactNode }) {
  return (
    <EmptyState icon={IconMapPinOff} title={<Trans>Nothing is here</Trans>} actions={home}>
      <Trans>It may have been deleted or moved, or it is not shared with you.</Trans>
    </EmptyState>
  );
}

/** A grey shape where something will be. Sizes are CSS lengths made of tokens. */
export function Bone({ w = '100%', h = 'var(--s3)', round }: { w?: string; h?: string; round?: boolean }) {
  return <span aria-hidden className={css.bone} style={{ inlineSize: w, blockSize: h, ...(round ? { borderRadius: 'var(--r-full)' } : {}) }} />;
}
