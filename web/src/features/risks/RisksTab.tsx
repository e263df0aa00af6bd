import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { IconAlertTriangle, IconPlus, IconSearch, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dayOf, formatDay, today } from '~/lib/dates';
import { useLive } from '~/lib/live';
import type { Project, Risk } from '~/lib/models';
import { usePeople, useStranger } from '~/lib/people';
import { can } from '~/lib/policy';
import { key, queryClient } from '~/lib/query';
import { Person } from '~/ui/Avatar';
import { Button } from '~/ui/Button';
import { ExportMenu } from '~/ui/ExportMenu';
import { Pill, WithDot } from '~/ui/Pill';
import { Bone, EmptyState, ErrorState } from '~/ui/States';
import { cx } from '~/ui/cx';
import { toast } from '~/ui/toast';
import { risksQuery, suggestRisks } from './api';
import { isSettled, levelName, RISK_TONES, riskStatusName, score, scoreTone } from './levels';
import { type Cell, Matrix } from './Matrix';
import { RiskDialog } from './RiskDialog';
import css from './risks.module.css';
import { type OpenTask, Suggested } from './Suggested';
import { useRiskWords } from './words';

/** The risk register of a project: what the system suggests, the matrix, and every risk with its owner. */
export function RisksTab({ project, openTask }: { project: Project; openTask: OpenTask }) {
  const query = useQuery(risksQuery(project.id));
  const [editing, setEditing] = useState<Risk | 'new' | null>(null);
  const [cell, setCell] = useState<Cell | null>(null);
  const [looking, setLooking] = useState(false);
  useLive(`project:${project.id}`, (events) => {
    if (events.some((event) => event.entity === 'project.RiskRegister')) void queryClient.invalidateQueries({ queryKey: key('risks', project.id) });
  });
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const editable = can(project, 'update');
  const look = async () => {
    setLooking(true);
    const found = await suggestRisks(project.id);
    setLooking(false);
    if (found === 0) toast(t`The numbers suggest no further risks.`);
  };
  const all = query.data ?? [];
  const suggested = all.filter((risk) => risk.suggested).toSorted(byWeight);
  const register = all.filter((risk) => !risk.suggested).toSorted(byWeight);
  const shown = cell ? register.filter((risk) => !isSettled(risk) && risk.probability === cell.probability && risk.impact === cell.impact) : register;
  const actions = editable ? (
    <>
      <Button look="quiet" icon={IconSearch} busy={looking} onClick={() => void look()}>
        <Trans>Look for risks</Trans>
      </Button>
      <Button icon={IconPlus} onClick={() => setEditing('new')}>
        <Trans>Add risk</Trans>
      </Button>
    </>
  ) : null;
  return (
    <div className={css.pad}>
      {editing ? <RiskDialog key={editing === 'new' ? 'new' : editing.id} projectId={project.id} risk={editing === 'new' ? null : editing} onClose={() => setEditing(null)} /> : null}
      {query.isPending ? (
        <Bone w="50%" />
      ) : all.length === 0 ? (
        <EmptyState icon={IconAlertTriangle} title={<Trans>No risks yet</Trans>} actions={actions}>
          <Trans>Write down what might go wrong and what is done about it. The project's own numbers can suggest some.</Trans>
        </EmptyState>
      ) : (
        <div className={css.column}>
          <div className={css.head}>
            {actions}
            <ExportMenu path="/api/project/risk-register" query={{ projectId: [project.id] }} />
          </div>
          {suggested.length > 0 ? (
            <section aria-label={t`Suggested risks`} className={css.part}>
              <h2 className={css.title}>
                <Plural value={suggested.length} one="# suggested risk" other="# suggested risks" />
              </h2>
              <ul className={css.suggestions}>
                {suggested.map((risk) => (
                  <Suggested key={risk.id} risk={risk} openTask={openTask} />
                ))}
              </ul>
            </section>
          ) : null}
          <div className={css.sides}>
            <section aria-label={t`Risk register`} className={css.part}>
              <h2 className={css.title}>
                <Trans>Register</Trans>
                {cell ? (
                  <Button size="sm" look="quiet" icon={IconX} onClick={() => setCell(null)}>
                    <Trans>Show all</Trans>
                  </Button>
                ) : null}
              </h2>
              {shown.length > 0 ? (
                <ul className={css.rows}>
                  {shown.map((risk) => (
                    <Row key={risk.id} risk={risk} onOpen={can(risk, 'update') ? () => setEditing(risk) : null} />
                  ))}
                </ul>
              ) : (
                <p className={css.none}>
                  <Trans>Nothing is in the register yet.</Trans>
                </p>
              )}
            </section>
            <Matrix risks={register.filter((risk) => !isSettled(risk))} chosen={cell} onChoose={setCell} />
          </div>
        </div>
      )}
    </div>
  );
}

/** The heaviest first, what is settled last. */
function byWeight(a: Risk, b: Risk): number {
  return Number(isSettled(a)) - Number(isSettled(b)) || (score(b.probability, b.impact) ?? 0) - (score(a.probability, a.impact) ?? 0) || a.createdAt.localeCompare(b.createdAt);
}

function Row({ risk, onOpen }: { risk: Risk; onOpen: (() => void) | null }) {
  const { byId } = usePeople();
  const stranger = useStranger();
  const words = useRiskWords();
  const review = dayOf(risk.reviewDate);
  const [likely, hard] = [levelName(risk.probability), levelName(risk.impact)];
  const weight = score(risk.probability, risk.impact);
  return (
    <li className={cx(css.row, isSettled(risk) && css.settled)}>
      <span className={css.weight} title={t`Probability ${likely}, impact ${hard}`}>
        <Pill tone={scoreTone(weight)}>
          <span className="sr">
            <Trans>
              Probability {likely}, impact {hard}:
            </Trans>
          </span>
          {weight ?? '–'}
        </Pill>
      </span>
      <div className={css.words}>
        {onOpen ? (
          <button type="button" className={css.open} onClick={onOpen}>
            {words(risk)}
          </button>
        ) : (
          <span>{words(risk)}</span>
        )}
        {risk.mitigationPlan ? <p className={css.plan}>{risk.mitigationPlan}</p> : null}
      </div>
      <span className={css.facts}>
        {risk.ownerId ? <Person user={byId.get(risk.ownerId)} none={stranger} /> : null}
        {review ? (
          <span className={cx(review < today() && !isSettled(risk) && css.overdue)}>
            <Trans>Look again: {formatDay(review)}</Trans>
          </span>
        ) : null}
        <WithDot tone={RISK_TONES[risk.status]}>{riskStatusName(risk.status)}</WithDot>
      </span>
    </li>
  );
}
