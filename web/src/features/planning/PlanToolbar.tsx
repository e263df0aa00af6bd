import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconCalendarDue, IconCamera, IconChevronsDown, IconChevronsUp, IconDots, IconRoute, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useForm } from '~/lib/form';
import { formatNumber } from '~/lib/format';
import { Button, IconButton } from '~/ui/Button';
import { Segments, TextField } from '~/ui/Field';
import { FormDialog } from '~/ui/FormDialog';
import { Menu } from '~/ui/Menu';
import { Toolbar } from '~/ui/PageHeader';
import { ToggleChip } from '~/ui/ToggleChip';
import css from './parts.module.css';
import type { Zoom } from './time';
import { deleteBaseline, takeBaseline } from './write';

export interface BaselineName {
  id: string;
  name: string;
  revision: number;
  abilities?: readonly string[];
}

interface Props {
  projectId: string;
  zoom: Zoom;
  onZoom: (zoom: Zoom) => void;
  onToday: () => void;
  showCritical: boolean;
  onCritical: (on: boolean) => void;
  unscheduled: number;
  onlyUnscheduled: boolean;
  onOnlyUnscheduled: (on: boolean) => void;
  onCollapseAll: (closed: boolean) => void;
  baselines: readonly BaselineName[];
  baselineId: string | null;
  onBaseline: (id: string | null) => void;
  mayTake: boolean;
  /** How many tasks are there so far, while more are on their way. */
  loading: number | null;
}

export function zoomName(zoom: Zoom): string {
  const names: Record<Zoom, string> = { day: t`Days`, week: t`Weeks`, month: t`Months` };
  return names[zoom];
}

/** How the plan is shown: scale, critical path, baseline, what has no dates. */
export function PlanToolbar(props: Props) {
  const { zoom, onZoom, onToday, showCritical, onCritical, unscheduled, onlyUnscheduled, onOnlyUnscheduled, onCollapseAll, baselines, baselineId, onBaseline, mayTake, loading } = props;
  const [taking, setTaking] = useState(false);
  const chosen = baselines.find((baseline) => baseline.id === baselineId);
  return (
    <Toolbar
      end={
        <div className={css.tools}>
          {loading === null ? null : (
            <span className={css.loading} role="status">
              <Trans>{formatNumber(loading)} tasks so far…</Trans>
            </span>
          )}
          <Button size="sm" icon={IconCalendarDue} onClick={onToday}>
            <Trans>Today</Trans>
          </Button>
          <Segments label={t`Scale`} value={zoom} options={(['day', 'week', 'month'] as const).map((value) => ({ value, label: zoomName(value) }))} onChange={onZoom} />
        </div>
      }
    >
      <ToggleChip on={showCritical} onChange={onCritical} icon={IconRoute}>
        <Trans>Critical path</Trans>
      </ToggleChip>
      {unscheduled > 0 || onlyUnscheduled ? (
        <ToggleChip on={onlyUnscheduled} onChange={onOnlyUnscheduled}>
          <Trans>Unscheduled {formatNumber(unscheduled)}</Trans>
        </ToggleChip>
      ) : null}
      {baselines.length > 0 || mayTake ? (
        <Menu
          position="bottom-start"
          trigger={
            <Button size="sm" look="quiet" icon={IconCamera}>
              {chosen ? chosen.name : <Trans>Baseline</Trans>}
            </Button>
          }
          groups={[
            {
              items: [
                { id: 'none', label: t`No baseline`, checked: !chosen, enabled: baselines.length > 0, run: () => onBaseline(null) },
                ...baselines.map((baseline) => ({ id: baseline.id, label: baseline.name, checked: baseline.id === baselineId, run: () => onBaseline(baseline.id) })),
              ],
            },
            {
              items: [
                { id: 'take', label: t`Take a baseline…`, icon: IconCamera, enabled: mayTake, run: () => setTaking(true) },
                {
                  id: 'delete',
                  label: t`Delete “${chosen?.name ?? ''}”`,
                  icon: IconTrash,
                  danger: true,
                  enabled: chosen?.abilities?.includes('delete') ?? false,
                  run: () => {
                    if (!chosen) return;
                    onBaseline(null);
                    void deleteBaseline(props.projectId, chosen);
                  },
                },
              ],
            },
          ]}
        />
      ) : null}
      <Menu
        position="bottom-start"
        trigger={<IconButton size="sm" icon={IconDots} label={t`More`} />}
        groups={[
          {
            items: [
              { id: 'collapse', label: t`Collapse all`, icon: IconChevronsUp, run: () => onCollapseAll(true) },
              { id: 'expand', label: t`Expand all`, icon: IconChevronsDown, run: () => onCollapseAll(false) },
            ],
          },
        ]}
      />
      <TakeBaseline projectId={props.projectId} open={taking} onClose={() => setTaking(false)} onTaken={onBaseline} />
    </Toolbar>
  );
}

function TakeBaseline({ projectId, open, onClose, onTaken }: { projectId: string; open: boolean; onClose: () => void; onTaken: (id: string) => void }) {
  const empty = { name: '' };
  const form = useForm({
    initial: empty,
    check: ({ name }) => (name.trim() ? {} : { name: t`Name the baseline.` }),
    onSubmit: async ({ name }) => {
      onTaken(await takeBaseline(projectId, name.trim()));
      form.reset(empty);
      onClose();
    },
  });
  return (
    <FormDialog open={open} form={form} title={t`Take a baseline`} save={<Trans>Take baseline</Trans>} onClose={onClose} small>
      <TextField field={form.bind('name')} label={<Trans>Name</Trans>} help={<Trans>Keeps the dates as they are now, to compare with later.</Trans>} data-autofocus autoComplete="off" />
    </FormDialog>
  );
}
