import { t } from '@lingui/core/macro';
import type { TaskDependency } from '~/lib/models';
import { cx } from '~/ui/cx';
import { arrowHead, type Box, linkPath } from './links';
import css from './bars.module.css';
import type { Drawing } from './useChartPointer';

interface Props {
  links: readonly TaskDependency[];
  boxOf: (id: string) => Box | null;
  rowHeight: number;
  /** The tasks on the critical path, when it is shown. */
  critical: ReadonlySet<string>;
  drawing: Drawing | null;
  editable: (link: TaskDependency) => boolean;
  onPick: (link: TaskDependency, at: { x: number; y: number }) => void;
}

/** The dependencies between the rows in sight. What they say is in each row's own words too, so that they are drawings here. */
export function Links({ links, boxOf, rowHeight, critical, drawing, editable, onPick }: Props) {
  const source = drawing ? boxOf(drawing.row.id) : null;
  const target = drawing?.overId ? boxOf(drawing.overId) : null;
  return (
    <svg className={css.links} aria-hidden>
      {links.map((link) => {
        const from = boxOf(link.dependsOnId);
        const to = boxOf(link.taskId);
        if (!from || !to) return null;
        const line = linkPath(link.type, from, to, rowHeight);
        return (
          <g key={link.id} className={cx(css.link, critical.has(link.dependsOnId) && critical.has(link.taskId) && css.criticalLink)} data-link={link.id}>
            <path d={line} className={css.line} />
            <path d={arrowHead(link.type, to)} className={css.arrow} />
            {editable(link) ? (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- by keyboard: `l` on either row
              <path d={line} className={css.hit} onClick={(event) => onPick(link, { x: event.clientX, y: event.clientY })}>
                <title>{t`Change this link`}</title>
              </path>
            ) : null}
          </g>
        );
      })}
      {drawing && source ? (
        <path
          className={css.drawn}
          d={
            target
              ? linkPath(drawing.side === 'end' ? 'FS' : 'SS', source, target, rowHeight)
              : `M${drawing.side === 'end' ? source.end : source.start} ${source.middle}L${drawing.x} ${drawing.y}`
          }
        />
      ) : null}
    </svg>
  );
}
