import { t } from '@lingui/core/macro';
import { type ReactNode, useId, useRef, useState } from 'react';
import { Mark } from './Avatar';
import { cx } from './cx';
import css from './MentionBox.module.css';

/** A text with people in it: as it is kept, `@[Name](user:id)`, and as it is written, `@Name`. */

export interface Mentionable {
  id: string;
  name: string;
}

const KEPT = /@\[([^[\]\n]{1,200})\]\(user:([0-9a-f-]{36})\)/gi;
/** What is being typed behind an at sign at the cursor: a name is up to three words. */
const TYPED = /(?:^|[\s(])@([\p{L}\p{N}.'-]*(?: [\p{L}\p{N}.'-]*){0,2})$/u;
const SHOWN = 6;

/** A kept text as one writes it, with the people that it names. */
export function toWritten(kept: string): { text: string; named: Mentionable[] } {
  const named = [...kept.matchAll(KEPT)].map((found) => ({ name: found[1] ?? '', id: found[2] ?? '' }));
  return { text: kept.replaceAll(KEPT, '@$1'), named };
}

/** A written text as it is kept. Longer names go first: `@Ann Lee` is not Ann. */
export function toKept(text: string, named: readonly Mentionable[]): string {
  const people = [...new Map(named.map((person) => [person.name, person])).values()].toSorted((a, b) => b.name.length - a.name.length);
  if (people.length === 0) return text;
  const names = people.map((person) => person.name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return text.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])@(${names})(?![\\p{L}\\p{N}])`, 'gu'), (whole, name: string) => {
    const person = people.find((one) => one.name === name);
    return person ? `@[${name.replaceAll(/[[\]\n]/g, ' ')}](user:${person.id})` : whole;
  });
}

interface Props {
  label: string;
  placeholder?: string;
  value: string;
  onChange: (text: string) => void;
  people: readonly Mentionable[];
  onNamed: (person: Mentionable) => void;
  onSend: () => void;
  onEscape?: () => void;
  autoFocus?: boolean;
  /** Below the text: the buttons. */
  foot: ReactNode;
}

/** Where one writes to others, in Markdown: an at sign finds people, Ctrl+Enter sends. */
export function MentionBox({ label, placeholder, value, onChange, people, onNamed, onSend, onEscape, autoFocus, foot }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const needle = typed?.toLocaleLowerCase() ?? '';
  const found = typed === null ? [] : people.filter((person) => person.name.toLocaleLowerCase().split(' ').some((_, index, words) => words.slice(index).join(' ').startsWith(needle))).slice(0, SHOWN);
  const open = found.length > 0;
  const look = () => {
    const cursor = area.current?.selectionStart ?? 0;
    setTyped(TYPED.exec((area.current?.value ?? '').slice(0, cursor))?.[1] ?? null);
    setAt(0);
  };
  const pick = (person: Mentionable | undefined) => {
    const box = area.current;
    if (!person || !box || typed === null) return;
    const cursor = box.selectionStart;
    const start = cursor - typed.length;
    onNamed(person);
    onChange(`${value.slice(0, start)}${person.name} ${value.slice(cursor)}`);
    setTyped(null);
    window.setTimeout(() => {
      box.focus();
      box.setSelectionRange(start + person.name.length + 1, start + person.name.length + 1);
    }, 0);
  };
  return (
    <div className={css.box}>
      <textarea
        ref={area}
        className={css.area}
        dir="auto"
        rows={2}
        autoFocus={autoFocus}
        value={value}
        aria-label={label}
        placeholder={placeholder}
        role="combobox"
        aria-expanded={open}
        aria-controls={open ? list : undefined}
        aria-autocomplete="list"
        aria-activedescendant={open ? `${list}-${at}` : undefined}
        onChange={(event) => {
          onChange(event.target.value);
          look();
        }}
        onClick={look}
        onBlur={() => setTyped(null)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            onSend();
          } else if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
            event.preventDefault();
            setAt((at + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
          } else if (open && (event.key === 'Enter' || event.key === 'Tab')) {
            event.preventDefault();
            pick(found[at]);
          } else if (event.key === 'Escape') {
            event.stopPropagation();
            if (open) setTyped(null);
            else if (onEscape) onEscape();
            else area.current?.blur();
          }
        }}
      />
      {open ? (
        <ul id={list} role="listbox" aria-label={t`People to mention`} className={css.list}>
          {found.map((person, index) => (
            <li
              key={person.id}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === at}
              className={cx(css.option, index === at && css.on)}
              onMouseDown={(event) => {
                event.preventDefault();
                pick(person);
              }}
            >
              <Mark id={person.id} name={person.name} />
              <span>{person.name}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <div className={css.foot}>{foot}</div>
    </div>
  );
}
