import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconRestore } from '@tabler/icons-react';
import { useState } from 'react';
import { formatMoment } from '~/lib/dates';
import { problemText } from '~/lib/problem';
import { queryClient } from '~/lib/query';
import { Button } from './Button';
import css from './DeletedList.module.css';
import { Bone } from './States';
import { toast } from './toast';

/** Something that was deleted and may come back. */
export interface Gone {
  id: string;
  name: string;
  deletedAt: string | null;
  restorable: boolean;
  restore: () => Promise<boolean>;
}

interface Listed {
  isPending: boolean;
  error: Error | null;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** What was deleted, the last first, each with a way back. */
export function DeletedList({ items, query, queryKey }: { items: Gone[]; query: Listed; queryKey: readonly unknown[] }) {
  const [busy, setBusy] = useState<string | null>(null);
  const restore = async (gone: Gone) => {
    setBusy(gone.id);
    const { name } = gone;
    if (await gone.restore()) toast(t`“${name}” is back`);
    await queryClient.invalidateQueries({ queryKey });
    setBusy(null);
  };
  if (query.error && items.length === 0) return <p role="alert">{problemText(query.error)}</p>;
  if (query.isPending) return <Bone w="60%" />;
  if (items.length === 0) {
    return (
      <p className={css.none}>
        <Trans>Nothing has been deleted.</Trans>
      </p>
    );
  }
  return (
    <>
      <ul className={css.list}>
        {items.map((gone) => {
          const { name } = gone;
          return (
            <li key={gone.id}>
              <span className={css.name}>{name}</span>
              <span className={css.when}>{gone.deletedAt ? formatMoment(gone.deletedAt) : null}</span>
              {gone.restorable ? (
                <Button size="sm" icon={IconRestore} busy={busy === gone.id} aria-label={t`Restore ${name}`} onClick={() => void restore(gone)}>
                  <Trans>Restore</Trans>
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
      {query.hasNextPage ? (
        <Button look="quiet" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          <Trans>Show more</Trans>
        </Button>
      ) : null}
    </>
  );
}
