import { columnVisibilityFeature, rowSelectionFeature, type RowSelectionState, tableFeatures, useTable, type ColumnDef } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { t } from '@lingui/core/macro';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useActions } from '~/lib/actions';
import { useFlash } from '~/lib/highlight';
import { cx } from './cx';
import css from './DataTable.module.css';
import { Checkbox } from './Field';
import { metric } from './metrics';
import { Bone } from './States';

export interface Column<T> {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** `fill` takes what is left; the others are tokens. */
  width: 'fill' | 'xs' | 'sm' | 'md' | 'lg';
  /** The name that the API sorts by. */
  sort?: string;
  end?: boolean;
  /** Hidden when the table is narrower than this many pixels. */
  from?: number;
}

interface Props<T extends { id: string }> {
  label: string;
  rows: T[];
  columns: Column<T>[];
  isPending: boolean;
  sort?: string;
  onSort?: (sort: string) => void;
  /** More is fetched before the end comes into sight. */
  hasMore?: boolean;
  onMore?: () => void;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: ReadonlySet<string>) => void;
  rowName: (row: T) => string;
}

const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature });
type Def<T extends { id: string }> = ColumnDef<typeof features, T, unknown>;
const NONE: ReadonlySet<string> = new Set();

/** A long list as a table: virtual rows, j/k to walk, Enter to open (the row's own link), x to select. */
export function DataTable<T extends { id: string }>(props: Props<T>) {
  const { label, rows, columns, isPending, sort = '', onSort, hasMore, onMore, selected = NONE, onSelect, rowName } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(1200);
  useLayoutEffect(() => {
    const element = scroll.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, []);

  const defs = useMemo<Def<T>[]>(() => columns.map((column) => ({ id: column.id, header: column.header, accessorFn: (row: T) => row, cell: ({ row }) => column.cell(row.original) })), [columns]);
  const columnVisibility = useMemo(() => Object.fromEntries(columns.map((column) => [column.id, width >= (column.from ?? 0)])), [columns, width]);
  const rowSelection = useMemo<RowSelectionState>(() => Object.fromEntries([...selected].map((id) => [id, true])), [selected]);
  const table = useTable({ features, columns: defs, data: rows, getRowId: (row: T) => row.id, state: { columnVisibility, rowSelection } });

  const byId = new Map(columns.map((column) => [column.id, column]));
  const visible = table.getVisibleLeafColumns().flatMap((column) => byId.get(column.id) ?? []);
  const tracks = [onSelect ? 'var(--icon)' : '', ...visible.map((column) => (column.width === 'fill' ? 'minmax(0, 1fr)' : `var(--col-${column.width})`))].filter(Boolean).join(' ');

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => metric('--row'),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= rows.length - 30) onMore?.();
  }, [hasMore, lastShown, rows.length, onMore]);

  // The row that j or k went to and that the browser has not focused yet: keys may be quicker than frames.
  const pending = useRef<string | null>(null);
  const focusRow = useCallback(
    (index: number) => {
      const row = rows[index];
      if (!row) return;
      pending.current = row.id;
      virtual.scrollToIndex(index, { align: 'auto' });
      window.requestAnimationFrame(() => scroll.current?.querySelector<HTMLElement>(`[data-row="${row.id}"] a`)?.focus());
    },
    [rows, virtual],
  );
  const focused = () => {
    const id = pending.current ?? document.activeElement?.closest('[data-row]')?.getAttribute('data-row');
    return id ? rows.findIndex((row) => row.id === id) : -1;
  };
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect?.(next);
  };
  useActions([
    { id: 'list.next', label: t`Next row`, group: t`List`, keys: 'j', keyOnly: true, run: () => focusRow(Math.min(focused() + 1, rows.length - 1)) },
    { id: 'list.previous', label: t`Previous row`, group: t`List`, keys: 'k', keyOnly: true, run: () => focusRow(Math.max(focused() - 1, 0)) },
    {
      id: 'list.select',
      label: t`Select row`,
      group: t`List`,
      keys: 'x',
      keyOnly: true,
      enabled: onSelect !== undefined,
      run: () => {
        const row = rows[focused()];
        if (row) toggle(row.id);
      },
    },
  ]);

  const allSelected = rows.length > 0 && rows.every((row) => selected.has(row.id));
  return (
    <div
      ref={scroll}
      onFocus={() => {
        pending.current = null;
      }}
      className={css.scroll} style={{ '--tracks': tracks } as React.CSSProperties}>
      <div role="table" aria-label={label} aria-rowcount={hasMore ? -1 : rows.length + 1} aria-busy={isPending} className={cx(css.table, selected.size > 0 && css.some)}>
        <div role="rowgroup">
          <div role="row" className={cx(css.row, css.head)} aria-rowindex={1}>
            {onSelect ? (
              <span role="columnheader" className={cx(css.cell, css.select)}>
                <Checkbox
                  hideLabel
                  label={t`Select all rows shown`}
                  checked={allSelected}
                  indeterminate={selected.size > 0 && !allSelected}
                  onChange={(on) => onSelect(on ? new Set(rows.map((row) => row.id)) : NONE)}
                />
              </span>
            ) : null}
            {visible.map((column) => (
              <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </div>
        </div>
        <div role="rowgroup" className={css.body} style={{ blockSize: isPending ? undefined : virtual.getTotalSize() }}>
          {isPending ? <BoneRows columns={visible} withSelect={onSelect !== undefined} /> : null}
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <Row key={row.id} id={row.id} start={item.start} index={item.index} selected={selected.has(row.id)} selectable={onSelect !== undefined}>
                {onSelect ? (
                  <span role="cell" className={cx(css.cell, css.select)}>
                    <Checkbox hideLabel label={t`Select ${rowName(row)}`} checked={selected.has(row.id)} onChange={() => toggle(row.id)} />
                  </span>
                ) : null}
                {visible.map((column) => (
                  <span key={column.id} role="cell" className={cx(css.cell, column.end && css.end)}>
                    {column.cell(row)}
                  </span>
                ))}
              </Row>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function HeadCell<T>({ column, sort, onSort }: { column: Column<T>; sort: string; onSort: ((sort: string) => void) | undefined }) {
  const name = column.sort;
  const up = name !== undefined && sort === name;
  const down = name !== undefined && sort === `-${name}`;
  return (
    <span role="columnheader" className={cx(css.cell, column.end && css.end)} aria-sort={up ? 'ascending' : down ? 'descending' : undefined}>
      {name && onSort ? (
        <button type="button" className={cx(css.sort, (up || down) && css.sorted)} onClick={() => onSort(up ? `-${name}` : name)}>
          {column.header}
          {up ? <IconArrowUp size={12} /> : down ? <IconArrowDown size={12} /> : null}
        </button>
      ) : (
        column.header || <span className="sr">{t`Actions`}</span>
      )}
    </span>
  );
}

interface RowProps {
  id: string;
  start: number;
  index: number;
  selected: boolean;
  selectable: boolean;
  children: ReactNode;
}

function Row({ id, start, index, selected, selectable, children }: RowProps) {
  const lit = useFlash(id);
  return (
    <div
      role="row"
      data-row={id}
      aria-rowindex={index + 2}
      aria-selected={selectable ? selected : undefined}
      className={cx(css.row, css.line, lit && css.flash)}
      style={{ transform: `translateY(${start}px)` }}
    >
      {children}
    </div>
  );
}

const BONES = ['62%', '48%', '71%', '55%', '40%', '66%', '52%', '45%'];

function BoneRows<T>({ columns, withSelect }: { columns: Column<T>[]; withSelect: boolean }) {
  return BONES.map((bone, index) => (
    <div key={bone} role="row" className={cx(css.row, css.line)} style={{ position: 'relative', opacity: 1 - index * 0.1 }}>
      {withSelect ? <span role="cell" /> : null}
      {columns.map((column) => (
        <span role="cell" key={column.id}>
          <Bone w={column.width === 'fill' ? bone : '58%'} />
        </span>
      ))}
    </div>
  ));
}

/** Lifts a control above the row's link. */
export function Above({ children }: { children: ReactNode }) {
  return <span className={css.above}>{children}</span>;
}
