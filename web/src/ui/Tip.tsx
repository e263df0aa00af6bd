import { Tooltip } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import css from './Button.module.css';
import { Kbd } from './Kbd';

/** A tooltip: the name of an icon, the zone of a time, the rest of a cut text. */
export function Tip({ label, keys, children, disabled }: { label: ReactNode; keys?: string; children: ReactElement; disabled?: boolean }) {
  return (
    <Tooltip
      label={
        <>
          {label}
          {keys ? <Kbd keys={keys} /> : null}
        </>
      }
      disabled={disabled ?? false}
      openDelay={350}
      closeDelay={0}
      offset={6}
      events={{ hover: true, focus: true, touch: false }}
      unstyled
      classNames={{ tooltip: css.tip ?? '' }}
      transitionProps={{ duration: 0 }}
      zIndex="var(--z-float)"
    >
      {children}
    </Tooltip>
  );
}
