import type { ComponentProps, ComponentType, ReactNode } from 'react';
import css from './Button.module.css';
import { cx } from './cx';
import { Tip } from './Tip';

export type Icon = ComponentType<{ size?: number | string; stroke?: number | string }>;
type Look = 'primary' | 'plain' | 'quiet' | 'danger' | 'link';

interface Props extends ComponentProps<'button'> {
  look?: Look;
  size?: 'sm' | 'md' | 'lg';
  icon?: Icon;
  wide?: boolean;
  busy?: boolean;
  /** On a phone the icon alone is left. */
  folds?: boolean;
  children: ReactNode;
}

/** One press, one thing. `primary` once per page. */
export function Button({ look = 'plain', size = 'md', icon: IconPart, wide, busy, folds, children, className, disabled, type = 'button', ...rest }: Props) {
  return (
    <button
      // oxlint-disable-next-line react/button-has-type -- the type is a parameter with a default
      type={type}
      className={cx(css.button, css[look], size !== 'md' && css[size], wide && css.wide, busy && css.busy, folds && css.folds, className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {IconPart ? <IconPart size={16} stroke={1.75} /> : null}
      {folds ? <span>{children}</span> : children}
    </button>
  );
}

interface IconProps extends Omit<ComponentProps<'button'>, 'children'> {
  label: string;
  icon: Icon;
  keys?: string;
  size?: 'sm' | 'md';
  look?: 'quiet' | 'plain';
}

/** An icon alone always has a name and a tooltip. */
export function IconButton({ label, icon: IconPart, keys, size = 'md', look = 'quiet', className, ...rest }: IconProps) {
  return (
    <Tip label={label} {...(keys ? { keys } : {})}>
      <button type="button" aria-label={label} className={cx(css.button, css[look], css.icon, size === 'sm' && css.sm, className)} {...rest}>
        <IconPart size={size === 'sm' ? 16 : 18} stroke={1.75} />
      </button>
    </Tip>
  );
}

/** The classes of a button for what is a link. */
export function buttonClass(look: Look = 'plain', size: 'sm' | 'md' | 'lg' = 'md', wide = false): string {
  return cx(css.button, css[look], size !== 'md' && css[size], wide && css.wide);
}
