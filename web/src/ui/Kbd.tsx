import { t } from '@lingui/core/macro';
import { isMac } from '~/lib/actions';
import css from './Kbd.module.css';

function keyLabel(key: string): string {
  const signs: Record<string, string> = {
    mod: isMac ? '⌘' : t({ message: 'Ctrl', comment: 'Name of a key' }),
    shift: '⇧',
    alt: isMac ? '⌥' : t({ message: 'Alt', comment: 'Name of a key' }),
    enter: '↵',
    escape: t({ message: 'Esc', comment: 'Name of a key' }),
    arrowup: '↑',
    arrowdown: '↓',
    arrowleft: '←',
    arrowright: '→',
    space: t({ message: 'Space', comment: 'Name of a key' }),
    backspace: '⌫',
    delete: t({ message: 'Del', comment: 'Name of a key' }),
  };
  return signs[key] ?? key.toUpperCase();
}

/** Keys as they are written on the keyboard: `mod+k`, or a sequence `g p`. */
export function Kbd({ keys, quiet = true }: { keys: string; quiet?: boolean }) {
  return (
    <span className={css.keys} dir="ltr" aria-hidden={quiet}>
      {keys.split(' ').flatMap((chord) =>
        chord.split('+').map((key) => (
          <kbd key={`${chord}${key}`} className={css.key}>
            {keyLabel(key)}
          </kbd>
        )),
      )}
    </span>
  );
}
