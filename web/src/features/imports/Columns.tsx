import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { SelectField } from '~/ui/Picker';
import type { Mapping, Preview } from './api';
import css from './ImportDialog.module.css';

interface Props {
  preview: Preview;
  mapping: Mapping;
  onMapping: (mapping: Mapping) => void;
}

export const IGNORE = 'ignore';

/** Which column of the file becomes what: as guessed, until somebody says otherwise. */
export function Columns({ preview, mapping, onMapping }: Props) {
  const fields = preview.fields.map((field) => ({ value: field.name, label: fieldTitle(field) }));
  return (
    <section aria-label={t`Columns`}>
      <h3 className={css.subhead}>
        <Trans>What the columns are</Trans>
      </h3>
      <ul className={css.columns}>
        {preview.columns.map((column, index) => {
          const custom = `field:${column.name}`;
          const own = [{ value: IGNORE, label: t`Leave out` }, ...fields, { value: custom, label: t`Custom field “${column.name}”` }];
          return (
            // Two columns may have one name; then both become the same.
            // oxlint-disable-next-line react/no-array-index-key -- a column is its place in the file
            <li key={`${column.name}-${index}`} className={css.column}>
              <SelectField
                label={column.name || t`(no name)`}
                options={own}
                help={column.samples.length > 0 ? column.samples.slice(0, 3).join(' · ') : t`empty in the first rows`}
                field={{
                  id: `import-column-${index}`,
                  name: `column-${index}`,
                  value: mapping[column.name] ?? column.field ?? IGNORE,
                  onChange: (value) => onMapping({ ...mapping, [column.name]: value }),
                  error: undefined,
                }}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The fields of a task by their names here; one that is new on the server has its own. */
function fieldTitle(field: Preview['fields'][number]): string {
  const known: Record<string, string> = {
    title: t`Title`,
    key: t`Key`,
    description: t`Description`,
    status: t`Status`,
    priority: t`Priority`,
    assignee: t`Assignee`,
    startDate: t`Start`,
    dueDate: t`Due`,
    estimate: t`Estimate`,
    durationDays: t`Duration in days`,
    progress: t`Progress`,
    storyPoints: t`Story points`,
    labels: t`Labels`,
    milestone: t`Milestone`,
    parent: t`Parent`,
    dependsOn: t`Waits for`,
    checklist: t`Checklist`,
    createdAt: t`Created`,
    completedAt: t`Completed`,
  };
  return known[field.name] ?? field.title;
}
