import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Button } from './Button';
import { cx } from './cx';
import { Segments } from './Field';
import css from './MarkdownText.module.css';
import { Bone } from './States';

const Markdown = lazy(() => import('./Markdown').then((module) => ({ default: module.Markdown })));

interface Described {
  id: string;
  description: string | null;
}

interface Props<T> {
  record: T;
  /** Names what was typed, which survives a reload: the kind of record. */
  kind: string;
  editable: boolean;
  /** Saves against the record as it was when writing began. */
  onSave: (text: string, base: T) => void;
  /** What was typed when others changed the text meanwhile: writing goes on with it. */
  kept: string | null;
}

/** The description of a record: read as Markdown, a press on it writes. */
export function MarkdownText<T extends Described>({ record, kind, editable, onSave, kept }: Props<T>) {
  const draftKey = `draft.${kind}.${record.id}`;
  const [draft, setDraft] = useState<string | null>(() => window.sessionStorage.getItem(draftKey));
  const [view, setView] = useState<'write' | 'preview'>('write');
  const base = useRef(record);
  const text = record.description ?? '';
  const wasKept = useRef(false);
  useEffect(() => {
    if (kept !== null) setDraft(kept);
    else if (wasKept.current) setDraft(null);
    wasKept.current = kept !== null;
  }, [kept]);
  const write = (next: string | null) => {
    setDraft(next);
    if (next === null) window.sessionStorage.removeItem(draftKey);
    else window.sessionStorage.setItem(draftKey, next);
  };
  const begin = () => {
    base.current = record;
    setView('write');
    write(text);
  };
  const save = () => {
    if (draft !== null && draft !== text) onSave(draft, base.current);
    write(null);
  };
  if (draft === null) {
    return (
      <div className={cx(css.description, editable && css.editable)}>
        {text ? (
          <Suspense fallback={<Bone w="80%" />}>
            <Markdown text={text} />
          </Suspense>
        ) : (
          <p className={css.placeholder}>{editable ? <Trans>Add a description…</Trans> : <Trans>No description</Trans>}</p>
        )}
        {editable ? <EditCover onEdit={begin} /> : null}
      </div>
    );
  }
  return (
    <div>
      <div className={css.bar}>
        <Segments
          label={t`Description`}
          value={view}
          onChange={setView}
          options={[
            { value: 'write', label: t`Write` },
            { value: 'preview', label: t`Preview` },
          ]}
        />
        <span className={css.buttons}>
          <Button look="quiet" size="sm" onClick={() => write(null)}>
            <Trans>Cancel</Trans>
          </Button>
          <Button look="primary" size="sm" onClick={save}>
            <Trans>Save</Trans>
          </Button>
        </span>
      </div>
      {view === 'write' ? (
        <textarea
          className={css.editor}
          autoFocus
          dir="auto"
          value={draft}
          aria-label={t`Description, in Markdown`}
          placeholder={t`Markdown works: **bold**, - list, [link](https://…)`}
          onChange={(event) => write(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              save();
            } else if (event.key === 'Escape') {
              event.stopPropagation();
              if (draft === text) write(null);
            }
          }}
        />
      ) : (
        <div className={css.preview}>
          <Suspense fallback={<Bone w="80%" />}>
            <Markdown text={draft} />
          </Suspense>
        </div>
      )}
    </div>
  );
}

/** The press on the text, for the keyboard too; links and selected words in the text keep working. */
function EditCover({ onEdit }: { onEdit: () => void }) {
  const cover = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const area = cover.current?.parentElement;
    const onClick = (event: MouseEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest('a, input, button')) return;
      if (window.getSelection()?.toString()) return;
      onEdit();
    };
    area?.addEventListener('click', onClick);
    return () => area?.removeEventListener('click', onClick);
  }, [onEdit]);
  return (
    <button ref={cover} type="button" className="sr" data-edit-description onClick={onEdit}>
      <Trans>Edit description</Trans>
    </button>
  );
}
