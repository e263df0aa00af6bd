import { Modal } from '@mantine/core';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Fragment, useId, useState } from 'react';
import { type Action, useOfferedActions } from '~/lib/actions';
import css from './CommandPalette.module.css';
import { cx } from './cx';
import { Dialog } from './Dialog';
import dialogCss from './Dialog.module.css';
import { Kbd } from './Kbd';

export interface PaletteEntry extends Pick<Action, 'id' | 'label' | 'group' | 'icon' | 'keys' | 'run'> {
  hint?: string | undefined;
}

interface Props {
  open: boolean;
  onClose: () => void;
  /** Records that match what is typed. */
  found: PaletteEntry[];
  search: string;
  onSearch: (search: string) => void;
}

/** Words may come in any order; each must begin a word of the entry. */
export function matches(entry: string, search: string): boolean {
  const words = entry.toLocaleLowerCase().split(/[\s:,/-]+/);
  return search
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((part) => words.some((word) => word.startsWith(part)));
}

/** Everything one can do and go to, by typing. */
export function CommandPalette({ open, onClose, found, search, onSearch }: Props) {
  const listId = useId();
  const [at, setAt] = useState(0);
  const actions = useOfferedActions().filter((action) => !action.keyOnly && matches(`${action.label} ${action.group}`, search));
  const entries: PaletteEntry[] = [...found, ...actions];
  const current = Math.min(at, entries.length - 1);
  const run = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && entries.length > 0) {
      event.preventDefault();
      const next = (current + step + entries.length) % entries.length;
      setAt(next);
      document.querySelector(`#${CSS.escape(`${listId}-${next}`)}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(entries[current]);
    }
  };
  return (
    <Modal.Root
      opened={open}
      onClose={onClose}
      unstyled
      transitionProps={{ duration: 0 }}
      classNames={{ inner: dialogCss.inner ?? '', content: cx(dialogCss.content, css.palette) }}
    >
      <Modal.Overlay unstyled className={dialogCss.overlay ?? ''} />
      <Modal.Content aria-label={t`Search and commands`}>
        <input
          className={css.input}
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={entries.length > 0 ? `${listId}-${current}` : undefined}
          aria-label={t`Search and commands`}
          placeholder={t`Search or type a command…`}
          value={search}
          onChange={(event) => {
            onSearch(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <div className={css.list} role="listbox" id={listId} aria-label={t`Results`}>
          {entries.length === 0 ? (
            <p className={css.empty}>
              <Trans>Nothing found</Trans>
            </p>
          ) : null}
          {entries.map(({ icon: IconPart, ...entry }, index) => (
            <Fragment key={`${entry.group}${entry.id}`}>
              {entries[index - 1]?.group === entry.group ? null : (
                <div className={css.group} role="presentation">
                  {entry.group}
                </div>
              )}
              {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are the input's, which keeps the focus */}
              <div
                id={`${listId}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === current}
                className={css.item}
                onMouseMove={() => setAt(index)}
                onClick={() => run(entry)}
              >
                {IconPart ? <IconPart size={18} /> : null}
                <span className={css.text}>{entry.label}</span>
                {entry.hint ? <span className={css.hint}>{entry.hint}</span> : null}
                {entry.keys ? <Kbd keys={entry.keys} /> : null}
              </div>
            </Fragment>
          ))}
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}

/** Every key that does something here, by group. */
export function ShortcutHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const actions = useOfferedActions().filter((action) => action.keys);
  const groups = Map.groupBy(actions, (action) => action.group);
  return (
    <Dialog open={open} onClose={onClose} title={t`Keyboard shortcuts`}>
      <div className={css.help}>
        {[...groups].map(([group, members]) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <ul>
              {members.map((action) => (
                <li key={action.id}>
                  {action.label}
                  <Kbd keys={action.keys ?? ''} quiet={false} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
