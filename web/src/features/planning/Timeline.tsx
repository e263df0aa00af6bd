import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconTimeline } from '@tabler/icons-react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useActions } from '~/lib/actions';
import { today } from '~/lib/dates';
import type { Project, Task, TaskDependency } from '~/lib/models';
import { can } from '~/lib/policy';
import { usePref } from '~/lib/prefs';
import type { Selection } from '~/lib/selection';
import { isFiltered, type TaskFilters } from '~/lib/taskFilters';
import { Button } from '~/ui/Button';
import { Bone, EmptyState, ErrorState } from '~/ui/States';
import { Chart, type ChartHandle } from './Chart';
import { LinkCard, LinkDialog } from './LinkParts';
import { NotAll } from './NotAll';
import parts from './parts.module.css';
import type { PlanLink } from './PlanRow';
import { PlanToolbar } from './PlanToolbar';
import { MILESTONES, milestoneRows, ownSpan, type Row, taskRows, tree } from './rows';
import { ShiftBar } from './ShiftBar';
import css from './timeline.module.css';
import { chartRange, type Span, toNumber, type Zoom, ZOOMS } from './time';
import type { DrawnLink } from './useChartPointer';
import { ghostsOf, useMoves } from './useMoves';
import { usePlan } from './usePlan';
import { createLink, type TaskStore } from './write';

export interface PlanProps {
  project: Project;
  filters: TaskFilters;
  store: TaskStore;
  link: PlanLink;
  /** The task's status as a mark. */
  mark: (task: Task) => ReactNode;
  openId: string | undefined;
  onOpen: (id: string) => void;
  onClearFilters: () => void;
  selection: Selection;
  /** The first step when there is nothing: create or import. */
  emptyActions: ReactNode;
}

const NO_DATES: ReadonlyMap<string, Span> = new Map();

/** The tasks of a project in time. */
export function Timeline({ project, filters, store, link, mark, openId, onOpen, onClearFilters, selection, emptyActions }: PlanProps) {
  const [zoomPref, setZoom] = usePref('plan.zoom');
  const zoom: Zoom = ZOOMS.find((name) => name === zoomPref) ?? 'week';
  const [criticalPref, setCritical] = usePref('plan.critical');
  const showCritical = criticalPref !== 'off';
  const [baselineId, setBaselineId] = useState<string | null>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [onlyUnscheduled, setOnlyUnscheduled] = useState(false);
  const [linksOf, setLinksOf] = useState<string | null>(null);
  const [picked, setPicked] = useState<{ id: string; at: { x: number; y: number } } | null>(null);
  const chart = useRef<ChartHandle>(null);

  const plan = usePlan(project.id, filters, baselineId);
  const { tasks, milestones, links, calendar, facts } = plan;
  const grown = useMemo(() => tree(tasks), [tasks]);
  const moves = useMoves({ projectId: project.id, tree: grown, links, calendar, store });
  const { drafts, decision } = moves;
  const unscheduled = useMemo(() => tasks.filter((task) => !grown.children.has(task.id) && !ownSpan(task, calendar)), [tasks, grown, calendar]);

  const rows = useMemo<Row[]>(() => {
    const missing = new Set(unscheduled.map((task) => task.id));
    const shown = taskRows(grown, {
      spanOf: (task) => drafts.get(task.id) ?? ownSpan(task, calendar),
      isOpen: (id) => !closed.has(id),
      only: onlyUnscheduled ? (task) => missing.has(task.id) || drafts.has(task.id) : null,
    });
    const stones = onlyUnscheduled ? [] : milestoneRows(milestones, !closed.has(MILESTONES));
    const moved = stones.map((row) => (row.kind === 'milestone' && drafts.has(row.id) ? { ...row, span: drafts.get(row.id) ?? null } : row));
    return [...moved, ...shown];
  }, [grown, milestones, drafts, calendar, closed, onlyUnscheduled, unscheduled]);

  const now = toNumber(today());
  // Drafts do not widen the chart: it would run away under the pointer.
  const range = useMemo(() => {
    const spans = [...tasks.map((task) => ownSpan(task, calendar)), ...milestoneRows(milestones, true).map((row) => (row.kind === 'milestone' ? row.span : null))];
    return chartRange(
      spans.filter((span) => span !== null),
      now,
    );
  }, [tasks, milestones, calendar, now]);

  const ghosts = useMemo(() => ghostsOf(decision), [decision]);
  const late = useMemo(() => {
    const open = new Set(['planned', 'in_progress', 'missed']);
    return new Set([
      ...milestones.filter((milestone) => open.has(milestone.status) && milestone.dueDate !== null && toNumber(milestone.dueDate.slice(0, 10)) < now).map((milestone) => milestone.id),
      ...(decision?.preview.milestones.map((milestone) => milestone.id) ?? []),
    ]);
  }, [milestones, decision, now]);

  const onToggle = useCallback((id: string, open: boolean) => {
    setClosed((before) => {
      const next = new Set(before);
      if (open) next.delete(id);
      else next.add(id);
      return next;
    });
  }, []);
  const onLinks = useCallback((id: string) => setLinksOf(id), []);
  const onLink = useCallback(
    ({ fromId, toId, type, at }: DrawnLink) => {
      void createLink(project.id, fromId, toId, type).then((made) => {
        if (made) setPicked({ id: made.id, at });
      });
    },
    [project.id],
  );
  const onPickLink = useCallback((one: TaskDependency, at: { x: number; y: number }) => setPicked({ id: one.id, at }), []);
  const closeCard = useCallback(() => setPicked(null), []);
  const latestOpen = useRef(onOpen);
  useEffect(() => {
    latestOpen.current = onOpen;
  });
  const open = useCallback((id: string) => latestOpen.current(id), []);

  const step = (by: 1 | -1) => setZoom(ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, ZOOMS.indexOf(zoom) + by))] ?? zoom);
  const group = t`Timeline`;
  useActions([
    { id: 'list.next', label: t`Next row`, group, keys: 'j', keyOnly: true, run: () => chart.current?.step(1) },
    { id: 'list.previous', label: t`Previous row`, group, keys: 'k', keyOnly: true, run: () => chart.current?.step(-1) },
    { id: 'plan.today', label: t`Show today`, group, keys: 't', run: () => chart.current?.goTo(now) },
    { id: 'plan.in', label: t`Closer`, group, keys: '+', run: () => step(-1) },
    { id: 'plan.out', label: t`Further away`, group, keys: '-', run: () => step(1) },
    { id: 'plan.critical', label: showCritical ? t`Hide the critical path` : t`Show the critical path`, group, run: () => setCritical(showCritical ? 'off' : null) },
  ]);

  const linkTask = linksOf === null ? undefined : grown.byId.get(linksOf);
  if (plan.query.error && !plan.query.data) return <ErrorState error={plan.query.error} onRetry={() => void plan.query.refetch()} />;
  if (plan.query.isSuccess && tasks.length === 0 && milestones.length === 0) {
    return isFiltered(filters) ? (
      <EmptyState icon={IconTimeline} title={<Trans>No task matches the filters</Trans>} actions={<Button onClick={onClearFilters}><Trans>Clear filters</Trans></Button>} />
    ) : (
      <EmptyState icon={IconTimeline} title={<Trans>Nothing to plan yet</Trans>} actions={emptyActions}>
        <Trans>Tasks with dates stand here in time, with what waits for what and what decides the end.</Trans>
      </EmptyState>
    );
  }
  return (
    <div className={css.wrap}>
      <PlanToolbar
        projectId={project.id}
        zoom={zoom}
        onZoom={setZoom}
        onToday={() => chart.current?.goTo(now)}
        showCritical={showCritical}
        onCritical={(on) => setCritical(on ? null : 'off')}
        unscheduled={unscheduled.length}
        onlyUnscheduled={onlyUnscheduled}
        onOnlyUnscheduled={setOnlyUnscheduled}
        onCollapseAll={(all) => setClosed(new Set(all ? [MILESTONES, ...[...grown.children.keys()].filter((id) => id !== null)] : []))}
        baselines={plan.baselines ?? []}
        baselineId={baselineId}
        onBaseline={setBaselineId}
        mayTake={can(project, 'update')}
        loading={plan.loading}
      />
      {plan.beyond ? <NotAll shown={tasks.length} whole={plan.whole} filtered={isFiltered(filters)} /> : null}
      {plan.query.isPending ? (
        <PlanBones />
      ) : (
        <Chart
          ref={chart}
          rows={rows}
          range={range}
          zoom={zoom}
          now={now}
          calendar={calendar}
          links={links}
          facts={facts}
          showCritical={showCritical}
          baseline={baselineId ? plan.baseline : NO_DATES}
          ghosts={ghosts}
          lateMilestones={late}
          moves={moves}
          openId={openId}
          selection={selection}
          link={link}
          mark={mark}
          onToggle={onToggle}
          onOpen={open}
          onLinks={onLinks}
          onLink={onLink}
          onPickLink={onPickLink}
        />
      )}
      {decision ? <ShiftBar decision={decision} decide={moves.decide} /> : null}
      {picked ? (
        <LinkCard
          projectId={project.id}
          link={links.find((one) => one.id === picked.id)}
          at={picked.at}
          titleOf={(id) => grown.byId.get(id)?.title ?? t`A task elsewhere`}
          onClose={closeCard}
        />
      ) : null}
      {linkTask ? (
        <LinkDialog
          projectId={project.id}
          task={linkTask}
          tasks={tasks}
          links={links}
          editable={can(linkTask, 'update')}
          onClose={() => {
            setLinksOf(null);
            window.requestAnimationFrame(() => chart.current?.focusRow(linkTask.id));
          }}
        />
      ) : null}
    </div>
  );
}

const BONES: [string, string, string][] = [
  ['62%', '8%', '22%'],
  ['48%', '14%', '30%'],
  ['71%', '28%', '16%'],
  ['55%', '34%', '24%'],
  ['40%', '46%', '12%'],
  ['66%', '50%', '28%'],
];

function PlanBones() {
  return (
    <div className={parts.bones} aria-busy>
      {BONES.map(([name, before, bar]) => (
        <div key={name} className={parts.boneRow}>
          <span style={{ inlineSize: 'var(--col-lg)' }}>
            <Bone w={name} />
          </span>
          <span style={{ flex: 1, paddingInlineStart: before }}>
            <Bone w={bar} h="var(--plan-bar)" />
          </span>
        </div>
      ))}
    </div>
  );
}
