import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { Risk, RiskLevel } from '~/lib/models';
import { cx } from '~/ui/cx';
import { LEVELS, levelName, score, scoreTone } from './levels';
import css from './risks.module.css';

export interface Cell {
  probability: RiskLevel;
  impact: RiskLevel;
}

interface Props {
  risks: readonly Risk[];
  chosen: Cell | null;
  onChoose: (cell: Cell | null) => void;
}

/** Probability upwards, impact along: how many open risks stand where. A press on a cell narrows the register to it. */
export function Matrix({ risks, chosen, onChoose }: Props) {
  return (
    <table className={css.matrix} aria-label={t`Open risks by probability and impact`}>
      <tbody>
        {LEVELS.toReversed().map((probability) => (
          <tr key={probability}>
            <th scope="row">{levelName(probability)}</th>
            {LEVELS.map((impact) => {
              const here = risks.filter((risk) => risk.probability === probability && risk.impact === impact).length;
              const on = chosen?.probability === probability && chosen.impact === impact;
              const [likely, hard] = [levelName(probability), levelName(impact)];
              return (
                <td key={impact}>
                  <button
                    type="button"
                    className={cx(css.cell, css[scoreTone(score(probability, impact))])}
                    aria-pressed={on}
                    aria-label={t`Probability: ${likely}; impact: ${hard}; risks: ${here}`}
                    disabled={here === 0 && !on}
                    onClick={() => onChoose(on ? null : { probability, impact })}
                  >
                    {here || ''}
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td className={css.corner}>
            <Trans>Probability ↑ Impact →</Trans>
          </td>
          {LEVELS.map((impact) => (
            <th key={impact} scope="col">
              {levelName(impact)}
            </th>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}
