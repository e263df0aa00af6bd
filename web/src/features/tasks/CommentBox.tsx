import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMemo, useState } from 'react';
import { personName, usePeople } from '~/lib/people';
import { Button } from '~/ui/Button';
import { Kbd } from '~/ui/Kbd';
import { type Mentionable, MentionBox, toKept, toWritten } from '~/ui/MentionBox';
import { toastProblem } from '~/ui/toast';

interface Props {
  label: string;
  /** The word on the button. */
  send: string;
  /** The comment that is changed, as it is kept. */
  initial?: string;
  /** What is typed survives a reload under this name. */
  draft?: string;
  onSend: (body: string) => Promise<void>;
  onCancel?: () => void;
}

/** Where a comment is written or changed. What was typed stays until the server has it. */
export function CommentBox({ label, send, initial = '', draft, onSend, onCancel }: Props) {
  const { people } = usePeople();
  const start = useMemo(() => toWritten((draft && window.sessionStorage.getItem(`draft.${draft}`)) || initial), [draft, initial]);
  const [text, setText] = useState(start.text);
  const [named, setNamed] = useState<Mentionable[]>(start.named);
  const [busy, setBusy] = useState(false);
  const keep = (next: string, who: readonly Mentionable[]) => {
    setText(next);
    if (!draft) return;
    if (next) window.sessionStorage.setItem(`draft.${draft}`, toKept(next, who));
    else window.sessionStorage.removeItem(`draft.${draft}`);
  };
  const submit = () => {
    const body = toKept(text, named).trim();
    if (!body || busy) return;
    setBusy(true);
    onSend(body)
      .then(() => keep('', []))
      .catch((error: unknown) => toastProblem(t`The comment was not sent; it is kept here.`, error))
      .finally(() => setBusy(false));
  };
  return (
    <MentionBox
      label={label}
      placeholder={t`Write a comment… @ mentions a person`}
      value={text}
      onChange={(next) => keep(next, named)}
      people={people.map((person) => ({ id: person.id, name: personName(person) }))}
      onNamed={(person) => setNamed((all) => [...all, person])}
      onSend={submit}
      autoFocus={onCancel !== undefined}
      {...(onCancel ? { onEscape: onCancel } : {})}
      foot={
        <>
          <span>{text ? <Kbd keys="mod+enter" /> : null}</span>
          {onCancel ? (
            <Button look="quiet" size="sm" onClick={onCancel}>
              <Trans>Cancel</Trans>
            </Button>
          ) : null}
          <Button look={text.trim() ? 'primary' : 'plain'} size="sm" busy={busy} disabled={!text.trim()} onClick={submit}>
            {send}
          </Button>
        </>
      }
    />
  );
}
