import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { BoardStatus } from '~/lib/models';
import { Checkbox, Switch } from '~/ui/Field';
import { changeStatus } from './parts';
import css from './settings.module.css';

/** Where a task may go from each status. A row without limits lets it go anywhere, also to statuses that come later. */
export function Transitions({ statuses, editable }: { statuses: BoardStatus[]; editable: boolean }) {
  const set = (from: BoardStatus, to: BoardStatus, on: boolean) => {
    const now = from.nextIds ?? [];
    void changeStatus(from, { nextIds: on ? [...now, to.id] : now.filter((id) => id !== to.id) });
  };
  return (
    <div className={css.matrixPlace}>
      <h3>
        <Trans>Allowed moves</Trans>
      </h3>
      <p className={css.quiet}>
        <Trans>From the status at the start of a line to those that are ticked.</Trans>
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable without a pointer */}
      <div className={css.matrix} tabIndex={0} role="group" aria-label={t`Allowed moves`}>
        <table>
          <thead>
            <tr>
              <th scope="col">
                <Trans context="a status that tasks leave">From</Trans>
              </th>
              <th scope="col">
                <Trans>Anywhere</Trans>
              </th>
              {statuses.map((to) => (
                <th key={to.id} scope="col" title={to.name}>
                  {to.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {statuses.map((from) => (
              <tr key={from.id}>
                <th scope="row" title={from.name}>
                  {from.name}
                </th>
                <td>
                  <Switch
                    label={t`From ${from.name} to anywhere`}
                    disabled={!editable}
                    checked={from.nextIds === null}
                    onChange={(free) => void changeStatus(from, { nextIds: free ? null : statuses.filter((other) => other.id !== from.id).map((other) => other.id) })}
                  />
                </td>
                {statuses.map((to) => (
                  <td key={to.id}>
                    {to.id === from.id ? (
                      <span aria-hidden>·</span>
                    ) : (
                      <Checkbox
                        hideLabel
                        label={t`From ${from.name} to ${to.name}`}
                        disabled={!editable || from.nextIds === null}
                        checked={from.nextIds?.includes(to.id) ?? true}
                        onChange={(on) => set(from, to, on)}
                      />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
