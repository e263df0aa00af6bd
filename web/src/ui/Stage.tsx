import type { ReactNode } from 'react';
import css from './Stage.module.css';

/** The room of a view, over whose lower edge a bar may float. */
export function Stage({ children }: { children: ReactNode }) {
  return <div className={css.stage}>{children}</div>;
}
