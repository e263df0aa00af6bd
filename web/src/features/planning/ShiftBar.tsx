import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { IconArrowBarToRight } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { dayOf, formatDay } from '~/lib/dates';
import { Button } from '~/ui/Button';
import css from './parts.module.css';
import type { Decision, Moves } from './useMoves';

/** What a move would shift besides itself, and the choice. */
export function ShiftBar({ decision, decide }: { decision: Decision; decide: Moves['decide'] }) {
  const apply = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    apply.current?.querySelector('button')?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  const { shifts, preview, row, busy } = decision;
  const [old, next] = [dayOf(preview.oldFinish), dayOf(preview.finish)];
  const from = old ? formatDay(old) : t`no date`;
  const to = next ? formatDay(next) : t`no date`;
  const late = preview.milestones.map((milestone) => milestone.title).join(', ');
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape cancels from any of its buttons
    <section
      className={css.shift}
      aria-label={t`What would shift`}
      data-own-keys
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        void decide('none');
      }}
    >
      <IconArrowBarToRight aria-hidden size={16} />
      <p>
        <Plural value={shifts.length} one="# other task shifts" other="# other tasks shift" />
      </p>
      <p>{old === next ? <Trans>The finish stays {to}</Trans> : <Trans>Finish moves from {from} to {to}</Trans>}</p>
      {late ? (
        <p className={css.warn}>
          <Trans>Late: {late}</Trans>
        </p>
      ) : null}
      <div ref={apply} className={css.buttons}>
        <Button look="primary" size="sm" busy={busy} onClick={() => void decide('all')}>
          <Trans>Apply</Trans>
        </Button>
        {row.summary ? null : (
          <Button size="sm" disabled={busy} onClick={() => void decide('one')}>
            <Trans>Only this task</Trans>
          </Button>
        )}
        <Button size="sm" look="quiet" disabled={busy} onClick={() => void decide('none')}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </section>
  );
}
