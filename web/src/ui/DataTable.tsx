import { columnVisibilityFeature, rowSelectionFeature, type RowSelectionState, tableFeatures, useTable, type ColumnDef } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { t } from '@lingui/core/macro';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { memo, type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
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
  /** `depth` is how far below another row it lies. */
  cell: (row: T, depth: number) => ReactNode;
  /** `fill` takes what is left; the others are tokens. */
  width: 'fill' | 'xs' | 'sm' | 'md' | 'lg';
  /** The name that the API sorts by. */
  sort?: string;
  end?: boolean;
  /** Hidden when the table is narrower than this many pixels. */
  from?: number;
}

/** One line of a table that is more than its rows: a row, or something across the whole width, such as the head of a group. */
export type TableLine<T> = { key: string; row: T; depth?: number } | { key: string; across: ReactNode };

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
  /** The lines in order, when there are others than the rows. */
  lines?: TableLine<T>[] | undefined;
  /** Edits the row that has the focus, by `e`. */
  onEdit?: ((row: T) => void) | undefined;
  /** Scrolls sideways instead of squeezing: for columns that the reader chose. */
  wide?: boolean | undefined;
}

const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature });
type Def<T extends { id: string }> = ColumnDef<typeof features, T, unknown>;
const NONE: ReadonlySet<string> = new Set();

/** A long list as a table: virtual rows, j/k to walk, Enter to open (the row's own link), x to select, shift for a range, e to edit. */
export function DataTable<T extends { id: string }>(props: Props<T>) {
  const { label, rows, columns, isPending, sort = '', onSort, hasMore, onMore, selected = NONE, onSelect, rowName, onEdit, wide = false } = props;
  const lines = useMemo<TableLine<T>[]>(() => props.lines ?? rows.map((row) => ({ key: row.id, row })), [props.lines, rows]);
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

  const defs = useMemo<Def<T>[]>(() => columns.map((column) => ({ id: column.id, header: column.header, accessorFn: (row: T) => row, cell: ({ row }) => column.cell(row.original, 0) })), [columns]);
  const columnVisibility = useMemo(() => Object.fromEntries(columns.map((column) => [column.id, wide || width >= (column.from ?? 0)])), [columns, width, wide]);
  const rowSelection = useMemo<RowSelectionState>(() => Object.fromEntries([...selected].map((id) => [id, true])), [selected]);
  const table = useTable({ features, columns: defs, data: rows, getRowId: (row: T) => row.id, state: { columnVisibility, rowSelection } });

  const leaves = table.getVisibleLeafColumns().map((column) => column.id).join('\n');
  const visible = useMemo(() => {
    const shown = new Set(leaves.split('\n'));
    return columns.filter((column) => shown.has(column.id));
  }, [columns, leaves]);
  const tracks = [onSelect ? 'var(--icon)' : '', ...visible.map((column) => (column.width === 'fill' ? `minmax(${wide ? 'calc(var(--col-lg) * 1.4)' : '0'}, 1fr)` : `var(--col-${column.width})`))].filter(Boolean).join(' ');
  const least = wide ? `calc(var(--s12) * 2 + ${visible.map((column) => `${column.width === 'fill' ? 'var(--col-lg) * 1.4' : `var(--col-${column.width})`} + var(--s3)`).join(' + ')})` : undefined;

  const rowHeight = metric('--row');
  // The same function as long as the list is: with a new one every line would be measured again at each turn of the wheel.
  const getItemKey = useCallback((index: number) => lines[index]?.key ?? index, [lines]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    getItemKey,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= lines.length - 30) onMore?.();
  }, [hasMore, lastShown, lines.length, onMore]);

  // The line that j or k went to and that the browser has not focused yet: keys may be quicker than frames.
  const pending = useRef<string | null>(null);
  const focusLine = useCallback(
    (index: number) => {
      const line = lines[index];
      if (!line) return;
      pending.current = line.key;
      virtual.scrollToIndex(index, { align: 'auto' });
      window.requestAnimationFrame(() => scroll.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(line.key)}"] a`)?.focus());
    },
    [lines, virtual],
  );
  const focused = () => {
    const at = pending.current ?? document.activeElement?.closest('[data-line]')?.getAttribute('data-line');
    return at ? lines.findIndex((line) => line.key === at) : -1;
  };
  const step = (by: 1 | -1) => {
    let index = focused() + by;
    while (index >= 0 && index < lines.length && !rowOf(lines[index])) index += by;
    if (rowOf(lines[index])) focusLine(index);
  };
  const range = useRef(false);
  const lastPicked = useRef<string | null>(null);
  const toggle = (id: string, range = false) => {
    const next = new Set(selected);
    const [from, to] = [rows.findIndex((row) => row.id === lastPicked.current), rows.findIndex((row) => row.id === id)];
    if (range && from >= 0 && to >= 0) for (const row of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(row.id);
    else if (!next.delete(id)) next.add(id);
    lastPicked.current = id;
    onSelect?.(next);
  };
  const onFocused = (act: (row: T) => void) => () => {
    const row = rowOf(lines[focused()]);
    if (row) act(row);
  };
  const selectable = onSelect !== undefined;
  useActions([
    { id: 'list.next', label: t`Next row`, group: t`List`, keys: 'j', keyOnly: true, run: () => step(1) },
    { id: 'list.previous', label: t`Previous row`, group: t`List`, keys: 'k', keyOnly: true, run: () => step(-1) },
    { id: 'list.select', label: t`Select row`, group: t`List`, keys: 'x', keyOnly: true, enabled: selectable, run: onFocused((row) => toggle(row.id)) },
    { id: 'list.selectTo', label: t`Select to here`, group: t`List`, keys: 'shift+x', keyOnly: true, enabled: selectable, run: onFocused((row) => toggle(row.id, true)) },
    { id: 'list.edit', label: t`Edit row`, group: t`List`, keys: 'e', keyOnly: true, enabled: onEdit !== undefined, run: onFocused((row) => onEdit?.(row)) },
  ]);

  const allSelected = rows.length > 0 && rows.every((row) => selected.has(row.id));
  return (
    <div
      ref={scroll}
      onFocus={() => {
        pending.current = null;
      }}
      className={css.scroll} style={{ '--tracks': tracks } as React.CSSProperties}>
      <div
        role="table"
        aria-label={label}
        aria-rowcount={hasMore ? -1 : lines.length + 1}
        aria-busy={isPending}
        className={cx(css.table, selected.size > 0 && css.some)}
        style={{ minInlineSize: least }}
      >
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
            const line = lines[item.index];
            if (!line) return null;
            const row = rowOf(line);
            if (!row) {
              return (
                <div
                  key={line.key}
                  role="row"
                  data-line={line.key}
                  aria-rowindex={item.index + 2}
                  className={cx(css.line, css.across)}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <span role="cell" aria-colspan={visible.length + (onSelect ? 1 : 0)}>
                    {'across' in line ? line.across : null}
                  </span>
                </div>
              );
            }
            return (
              <Row key={line.key} id={row.id} line={line.key} start={item.start} index={item.index} selected={selected.has(row.id)} selectable={selectable}>
                {onSelect ? (
                  // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- only hears whether shift was held; the box inside answers keys
                  <span
                    role="cell"
                    className={cx(css.cell, css.select)}
                    onClickCapture={(event) => {
                      range.current = event.shiftKey;
                    }}
                  >
                    <Checkbox hideLabel label={t`Select ${rowName(row)}`} checked={selected.has(row.id)} onChange={() => toggle(row.id, range.current)} />
                  </span>
                ) : null}
                <Cells row={row} columns={visible} depth={('depth' in line && line.depth) || 0} />
              </Row>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function rowOf<T>(line: TableLine<T> | undefined): T | undefined {
  return line && 'row' in line ? line.row : undefined;
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

interface CellsProps<T> {
  row: T;
  columns: Column<T>[];
  depth: number;
}

/** Drawn again only when the row or the columns change: scrolling draws the table many times a second. */
const Cells = memo(function Cells<T>({ row, columns, depth }: CellsProps<T>) {
  return columns.map((column) => (
    <span key={column.id} role="cell" className={cx(css.cell, column.end && css.end)}>
      {column.cell(row, depth)}
    </span>
  ));
}) as <T>(props: CellsProps<T>) => ReactNode;

interface RowProps {
  id: string;
  line: string;
  start: number;
  index: number;
  selected: boolean;
  selectable: boolean;
  children: ReactNode;
}

function Row({ id, line, start, index, selected, selectable, children }: RowProps) {
  const lit = useFlash(id);
  return (
    <div
      role="row"
      data-row={id}
      data-line={line}
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
