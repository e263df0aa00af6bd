import type { ReactNode } from 'react';
import type { Icon } from './Button';
import { cx } from './cx';
import css from './FilterBar.module.css';

/** A thing of a toolbar that is on or off. */
export function ToggleChip({ on, onChange, icon: IconPart, children }: { on: boolean; onChange: (on: boolean) => void; icon?: Icon; children: ReactNode }) {
  return (
    <button type="button" aria-pressed={on} className={cx(css.chip, on && css.on)} onClick={() => onChange(!on)}>
      {IconPart ? <IconPart size={14} /> : null}
      {children}
    </button>
  );
}
