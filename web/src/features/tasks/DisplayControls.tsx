import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconColumns3, IconFoldDown, IconLayoutRows, IconSubtask } from '@tabler/icons-react';
import { useCustomFields } from '~/lib/projectParts';
import { usePref } from '~/lib/prefs';
import { Button, type Icon } from '~/ui/Button';
import { type Option, Picker } from '~/ui/Picker';
import { groupingOptions, knownGrouping } from './groups';
import { knownLanes, laneOptions } from './lanes';
import { columnOptions, isShown, toggleColumn } from './listColumns';

interface ChoiceProps {
  label: string;
  icon: Icon;
  options: Option[];
  value: string;
  onPick: (value: string | undefined) => void;
}

function Choice({ label, icon, options, value, onPick }: ChoiceProps) {
  const name = options.find((option) => option.value === value)?.label;
  return (
    <Picker
      label={label}
      options={options}
      selected={[value]}
      onPick={(picked) => onPick(picked || undefined)}
      trigger={(toggle) => (
        <Button look="quiet" size="sm" icon={icon} onClick={toggle} aria-label={value && name ? `${label}: ${name}` : label}>
          {value ? name : label}
        </Button>
      )}
    />
  );
}

interface ListProps {
  projectId: string;
  group: string | undefined;
  columns: readonly string[] | undefined;
  tree: boolean;
  onChange: (change: { group?: string | undefined; columns?: string | undefined; tree?: true | undefined }) => void;
}

/** How the list is shown: in groups, with which columns, subtasks below their task. */
export function ListControls({ projectId, group, columns, tree, onChange }: ListProps) {
  const fields = useCustomFields(projectId);
  const options = columnOptions(fields);
  return (
    <>
      <Button
        look="quiet"
        size="sm"
        icon={IconSubtask}
        aria-pressed={tree}
        onClick={() => onChange({ tree: tree ? undefined : true })}
      >
        <Trans>Nest</Trans>
      </Button>
      <Choice label={t`Group`} icon={IconLayoutRows} options={groupingOptions()} value={knownGrouping(group) ?? ''} onPick={(value) => onChange({ group: value })} />
      <Picker
        multiple
        label={t`Columns`}
        options={columns ? [...options, { value: '', label: t`The usual columns` }] : options}
        selected={isShown(columns)}
        onPick={(id) => onChange({ columns: id === '' ? undefined : toggleColumn(columns, id, options).join(',') || 'title' })}
        trigger={(toggle) => (
          <Button look="quiet" size="sm" icon={IconColumns3} onClick={toggle}>
            <Trans>Columns</Trans>
          </Button>
        )}
      />
    </>
  );
}

/** How the board is shown: in lanes, empty columns folded. */
export function BoardControls({ lanes, onLanes }: { lanes: string | undefined; onLanes: (lanes: string | undefined) => void }) {
  const [fold, setFold] = usePref('board.foldEmpty');
  return (
    <>
      <Button look="quiet" size="sm" icon={IconFoldDown} aria-pressed={fold !== null} onClick={() => setFold(fold === null ? 'on' : null)}>
        <Trans>Fold empty</Trans>
      </Button>
      <Choice label={t`Lanes`} icon={IconLayoutRows} options={laneOptions()} value={knownLanes(lanes) ?? ''} onPick={onLanes} />
    </>
  );
}
