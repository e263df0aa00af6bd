import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import css from './FloatCard.module.css';

interface Props {
  label: string;
  /** Where in the window: a corner of the card comes here, as far as it fits. */
  at: { x: number; y: number };
  onClose: () => void;
  children: ReactNode;
}

const MARGIN = 8;

/** A small card at a place of the window, where something was dropped or pressed. Esc and a press elsewhere close it. */
export function FloatCard({ label, at, onClose, children }: Props) {
  const card = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });

  useLayoutEffect(() => {
    const element = card.current;
    if (!element) return;
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(MARGIN, Math.min(at.x + MARGIN, window.innerWidth - width - MARGIN))}px`;
    element.style.top = `${Math.max(MARGIN, Math.min(at.y + MARGIN, window.innerHeight - height - MARGIN))}px`;
  }, [at.x, at.y]);

  useEffect(() => {
    const before = document.activeElement;
    card.current?.focus({ preventScroll: true });
    // What the card opened (a list of choices) floats beside it, not in it.
    const press = (event: PointerEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (target && !card.current?.contains(target) && !target.closest('[data-own-keys]')) close.current();
    };
    document.addEventListener('pointerdown', press, true);
    return () => {
      document.removeEventListener('pointerdown', press, true);
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a dialog hears its own Escape
    <div
      ref={card}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      className={css.card}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      {children}
    </div>
  );
}
