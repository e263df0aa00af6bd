import { IconChevronRight } from '@tabler/icons-react';
import { t } from '@lingui/core/macro';
import { type ReactNode, useEffect, useRef } from 'react';
import { formatNumber } from '~/lib/format';
import css from './PageHeader.module.css';

interface Props {
  /** Links to what this page is within. */
  crumbs?: ReactNode[];
  title: string;
  /** Stands before the title: a mark or status. */
  mark?: ReactNode;
  count?: number | undefined;
  /** Beside the title: a menu, a star. */
  beside?: ReactNode;
  /** The one primary action, and at most two quiet ones before it. */
  actions?: ReactNode;
  tabs?: ReactNode;
}

const NO_CRUMBS: ReactNode[] = [];

/** The top of every page: where, what, how many, the views of it, the one thing to do. */
export function PageHeader({ crumbs = NO_CRUMBS, title, mark, count, beside, actions, tabs }: Props) {
  useEffect(() => {
    document.title = `${title} · Vistone`;
  }, [title]);
  return (
    <header className={css.header}>
      <div className={css.top}>
        <div className={css.start}>
          {crumbs.length > 0 ? (
            <nav className={css.crumb} aria-label={t`Where you are`}>
              {crumbs.map((crumb, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- a crumb is its place in the path
                <span key={index} className={css.crumb}>
                  {crumb}
                  <IconChevronRight size={14} />
                </span>
              ))}
            </nav>
          ) : null}
          {mark}
          <h1 className={css.title} title={title}>
            {title}
          </h1>
          {count === undefined ? null : <span className={css.count}>{formatNumber(count)}</span>}
          {beside}
        </div>
        <div className={css.end}>{actions}</div>
      </div>
      {tabs ? <Tabs>{tabs}</Tabs> : null}
    </header>
  );
}

/** On a phone the tabs scroll: the one that becomes the current one comes into sight. */
function Tabs({ children }: { children: ReactNode }) {
  const nav = useRef<HTMLElement>(null);
  const shown = useRef<Element | null>(null);
  useEffect(() => {
    const current = nav.current?.querySelector('[aria-current="page"]') ?? null;
    if (current === shown.current) return;
    shown.current = current;
    current?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  });
  return (
    <nav ref={nav} className={css.tabs} aria-label={t`Views`}>
      {children}
    </nav>
  );
}

/** The class of a link that is a tab; the current one carries `aria-current="page"`. */
export const tabClass = css.tab ?? '';

export function Page({ children }: { children: ReactNode }) {
  return <div className={css.page}>{children}</div>;
}

/** The line under the header: filters at the start, how it is shown at the end. */
export function Toolbar({ children, end }: { children?: ReactNode; end?: ReactNode }) {
  return (
    <div className={css.bar}>
      {children}
      {end ? <div className={css.push}>{end}</div> : null}
    </div>
  );
}
