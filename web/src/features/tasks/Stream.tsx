import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { formatMoment } from '~/lib/dates';
import { useFlash } from '~/lib/highlight';
import { useMe } from '~/lib/me';
import { milestonesQuery } from '~/lib/milestones';
import type { Task, TaskComment, TaskHistoryEntry } from '~/lib/models';
import { personName, usePeople, useStranger } from '~/lib/people';
import { can } from '~/lib/policy';
import { useCustomFields, useStatuses } from '~/lib/projectParts';
import { flatten } from '~/lib/query';
import { Avatar } from '~/ui/Avatar';
import { Button, IconButton } from '~/ui/Button';
import { cx } from '~/ui/cx';
import { Segments } from '~/ui/Field';
import { Menu } from '~/ui/Menu';
import { Section } from '~/ui/Panel';
import { Bone } from '~/ui/States';
import { Time } from '~/ui/Time';
import { Tip } from '~/ui/Tip';
import { checklistQuery } from './api';
import { CommentBox } from './CommentBox';
import { type Names, tell } from './historyWords';
import css from './stream.module.css';
import { addComment, changeComment, commentsQuery, deleteComment, historyQuery } from './talk';
import { waitsQuery } from './waits';

const Markdown = lazy(() => import('~/ui/Markdown').then((module) => ({ default: module.Markdown })));

type Item = { at: string; comment: TaskComment } | { at: string; entry: TaskHistoryEntry };

/** Comments and what happened, one after the other, the newest last; then the place to write. */
export function Stream({ task }: { task: Task }) {
  const [only, setOnly] = useState<'all' | 'comments'>('all');
  const comments = useInfiniteQuery(commentsQuery(task.id));
  const history = useInfiniteQuery(historyQuery(task.id));
  const said = flatten(comments.data);
  const happened: TaskHistoryEntry[] = history.data?.pages.flatMap((page) => page.items) ?? [];
  // Where one of the two goes on further back, the other waits: what lies between is not known yet.
  const open = [comments.hasNextPage ? said.at(-1)?.createdAt : undefined, only === 'all' && history.hasNextPage ? happened.at(-1)?.at : undefined].filter((at) => at !== undefined);
  const since = open.toSorted().at(-1) ?? '';
  const items: Item[] = [
    ...said.map((comment) => ({ at: comment.createdAt, comment })),
    ...(only === 'all' ? happened.map((entry) => ({ at: entry.at, entry })) : []),
  ]
    .filter((item) => item.at >= since)
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const more = comments.hasNextPage || (only === 'all' && history.hasNextPage);
  const names = useNames(task);
  return (
    <Section
      title={t`Activity`}
      end={
        <Segments
          label={t`What is shown`}
          value={only}
          onChange={setOnly}
          options={[
            { value: 'all', label: t`All` },
            { value: 'comments', label: t`Comments` },
          ]}
        />
      }
    >
      {more ? (
        <Button
          look="quiet"
          size="sm"
          busy={comments.isFetchingNextPage || history.isFetchingNextPage}
          onClick={() => {
            if (comments.hasNextPage) void comments.fetchNextPage();
            if (history.hasNextPage) void history.fetchNextPage();
          }}
        >
          <Trans>Show earlier</Trans>
        </Button>
      ) : null}
      {comments.isPending ? <Bone w="60%" /> : null}
      <ol className={css.stream}>
        {items.map((item) => ('comment' in item ? <Comment key={item.comment.id} comment={item.comment} edits={editsOf(happened, item.comment.id)} /> : <Event key={item.entry.id} entry={item.entry} names={names} />))}
      </ol>
      <CommentBox draft={`comment.${task.id}`} label={t`Write a comment`} send={t`Comment`} onSend={(body) => addComment(task.id, body)} />
    </Section>
  );
}

/** What a comment said before it was changed, the newest first. */
function editsOf(happened: readonly TaskHistoryEntry[], id: string): { at: string; body: string }[] {
  return happened.flatMap((entry) => (entry.entityId === id && entry.type.endsWith('.updated') && typeof entry.changes['body']?.[0] === 'string' ? [{ at: entry.at, body: entry.changes['body'][0] }] : []));
}

function useNames(task: Task): Names {
  const { byId } = usePeople();
  const stranger = useStranger();
  const statuses = useStatuses(task.projectId);
  const fields = useCustomFields(task.projectId);
  const { data: milestones = [] } = useQuery(milestonesQuery(task.projectId));
  const { data: lines = [] } = useQuery(checklistQuery(task.id));
  const { data: waits } = useQuery(waitsQuery(task.id));
  return {
    person: (id) => (byId.has(id) ? personName(byId.get(id)) : stranger),
    statuses,
    fields,
    milestones,
    line: (id) => lines.find((line) => line.id === id)?.item,
    task: (id) => waits?.tasks.get(id)?.title,
  };
}

function Event({ entry, names }: { entry: TaskHistoryEntry; names: Names }) {
  const told = tell(entry, names);
  if (!told) return null;
  const IconPart = told.icon;
  return (
    <li className={css.event}>
      <span className={css.sign}>
        <IconPart size={14} stroke={1.75} />
      </span>
      <span className={css.told}>
        <b>{entry.actorId ? names.person(entry.actorId) : 'Vistone'}</b> {told.text} · <Time at={entry.at} relative />
      </span>
    </li>
  );
}

function Comment({ comment, edits }: { comment: TaskComment; edits: { at: string; body: string }[] }) {
  const { user } = useMe();
  const { byId } = usePeople();
  const stranger = useStranger();
  const lit = useFlash(comment.id);
  const [editing, setEditing] = useState(false);
  const [before, setBefore] = useState(false);
  const author = byId.get(comment.authorId);
  const name = author ? personName(author) : stranger;
  const actions = [
    { id: 'comment.edit', label: t`Edit`, icon: IconPencil, enabled: can(comment, 'update'), run: () => setEditing(true) },
    { id: 'comment.delete', label: t`Delete`, icon: IconTrash, danger: true, enabled: can(comment, 'delete'), run: () => void deleteComment(comment) },
  ];
  return (
    <li className={cx(css.comment, lit && css.lit)} aria-label={t`Comment by ${name}`}>
      <Avatar user={author} none={stranger} size="lg" />
      <div className={css.said}>
        <div className={css.who}>
          <b>{name}</b>
          <Time at={comment.createdAt} relative />
          {comment.editedAt ? (
            edits.length > 0 ? (
              <button type="button" className={css.edited} aria-expanded={before} onClick={() => setBefore(!before)}>
                <Trans>edited</Trans>
              </button>
            ) : (
              <Tip label={formatMoment(comment.editedAt)}>
                <span>
                  <Trans>edited</Trans>
                </span>
              </Tip>
            )
          ) : null}
          <span className={css.tools}>
            <Menu trigger={<IconButton size="sm" icon={IconDots} label={comment.authorId === user.id ? t`Your comment` : t`Comment by ${name}: actions`} />} groups={[{ items: actions }]} />
          </span>
        </div>
        {editing ? (
          <CommentBox
            label={t`Change your comment`}
            send={t`Save`}
            initial={comment.body}
            onCancel={() => setEditing(false)}
            onSend={async (body) => {
              await changeComment(comment, body);
              setEditing(false);
            }}
          />
        ) : (
          <Suspense fallback={<Bone w="60%" />}>
            <Markdown text={comment.body} />
          </Suspense>
        )}
        {before
          ? edits.map((edit) => (
              <blockquote key={edit.at} className={css.before}>
                <span className={css.who}>
                  <Trans>
                    until <Time at={edit.at} />
                  </Trans>
                </span>
                <Suspense fallback={<Bone w="60%" />}>
                  <Markdown text={edit.body} />
                </Suspense>
              </blockquote>
            ))
          : null}
      </div>
    </li>
  );
}
