import { Tooltip } from '@mantine/core';
import { cloneElement, type HTMLAttributes, type ReactElement, type ReactNode, useState } from 'react';
import css from './Button.module.css';
import { Kbd } from './Kbd';

interface Props {
  /** A function is asked when the pointer first comes: for what stands in every row of a long list, and does not take the focus. */
  label: ReactNode | (() => ReactNode);
  keys?: string;
  children: ReactElement<HTMLAttributes<HTMLElement>>;
  disabled?: boolean;
}

/** A tooltip: the name of an icon, the zone of a time, the rest of a cut text. */
export function Tip({ label, ...rest }: Props) {
  return typeof label === 'function' ? <LateTip label={label} {...rest} /> : <ReadyTip label={label} {...rest} />;
}

/** Tooltips listen, measure and render: hundreds of them make a list slow to scroll. */
function LateTip({ label, children, ...rest }: Props & { label: () => ReactNode }) {
  const [near, setNear] = useState(false);
  if (!near) return cloneElement(children, { onPointerEnter: () => setNear(true) });
  return (
    <ReadyTip label={label()} {...rest}>
      {children}
    </ReadyTip>
  );
}

function ReadyTip({ label, keys, children, disabled }: Props & { label: ReactNode }) {
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
