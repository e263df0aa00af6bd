import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { problemText } from '~/lib/problem';
import { Quiet } from '~/ui/Settings';
import { Bone } from '~/ui/States';
import { recordLogQuery } from './activity';
import { LogLine } from './LogLine';
import css from './activity.module.css';

/** What happened to one record, out of the activity log. */
export function RecordLog({ entityId }: { entityId: string }) {
  const { data, error, isPending } = useQuery(recordLogQuery(entityId));
  if (error && !data) return <Quiet>{problemText(error)}</Quiet>;
  if (isPending) return <Bone w="60%" />;
  if (data.length === 0) {
    return (
      <Quiet>
        <Trans>Nothing yet.</Trans>
      </Quiet>
    );
  }
  return (
    <ul className={css.record}>
      {data.map((entry) => (
        <LogLine key={entry.id} entry={entry} />
      ))}
    </ul>
  );
}
