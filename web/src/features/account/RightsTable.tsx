import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ACTIONS, actionName, type Permissions, resourceName } from '~/lib/rights';
import { Button } from '~/ui/Button';
import { Checkbox } from '~/ui/Field';
import css from './rights.module.css';

interface Props {
  /** What the person may do: nothing else can be chosen. */
  rights: [string, string[]][];
  value: Permissions;
  onChange: (value: Permissions) => void;
  error?: string | undefined;
}

/** What a token may do, resource by resource. */
export function RightsTable({ rights, value, onChange, error }: Props) {
  const actions = ACTIONS.filter((action) => rights.some(([, mine]) => mine.includes(action)));
  const has = (resource: string, action: string) => value[resource]?.includes(action) ?? false;
  const set = (resource: string, action: string, on: boolean) => {
    const kept = (value[resource] ?? []).filter((other) => other !== action);
    onChange({ ...value, [resource]: on ? [...kept, action] : kept });
  };
  const pick = (wanted: (action: string) => boolean) => onChange(Object.fromEntries(rights.map(([resource, mine]) => [resource, mine.filter(wanted)])));
  return (
    <fieldset className={css.rights} aria-describedby={error ? 'rights-error' : undefined}>
      <div className={css.top}>
        <legend className={css.legend}>
          <Trans>What it may do</Trans>
        </legend>
        <Button look="link" size="sm" onClick={() => pick((action) => action === 'read')}>
          <Trans>Only read</Trans>
        </Button>
        <Button look="link" size="sm" onClick={() => pick(() => true)}>
          <Trans>All I may</Trans>
        </Button>
        <Button look="link" size="sm" onClick={() => pick(() => false)}>
          <Trans>Nothing</Trans>
        </Button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a table that scrolls must be reachable without a pointer */}
      <div className={css.frame} tabIndex={0} role="group" aria-label={t`What it may do`}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col" aria-label={t`Area`} />
              {actions.map((action) => (
                <th key={action} scope="col">
                  {actionName(action)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rights.map(([resource, mine]) => {
              const area = resourceName(resource);
              return (
                <tr key={resource}>
                  <th scope="row">{area}</th>
                  {actions.map((action) => {
                    const what = actionName(action);
                    return (
                      <td key={action}>
                        {mine.includes(action) ? (
                          <Checkbox hideLabel label={t`${area}: ${what}`} checked={has(resource, action)} onChange={(on) => set(resource, action, on)} />
                        ) : (
                          <span className={css.none} aria-hidden>
                            –
                          </span>
                        )}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {error ? (
        <p id="rights-error" className={css.error} role="alert">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
