import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconFile, IconFileText, IconFileTypePdf, IconFileZip, IconMusic, IconPaperclip, IconPhoto, IconVideo, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createElement, useEffect, useRef, useState } from 'react';
import { formatBytes } from '~/lib/format';
import { randomId } from '~/lib/ids';
import type { Task, TaskAttachment } from '~/lib/models';
import { personName, usePeople, useStranger } from '~/lib/people';
import { can } from '~/lib/policy';
import { Button, type Icon, IconButton } from '~/ui/Button';
import { Section } from '~/ui/Panel';
import { Progress } from '~/ui/Pill';
import { Time } from '~/ui/Time';
import { toastProblem } from '~/ui/toast';
import { canWork } from './filters';
import css from './parts.module.css';
import { attachmentsKey, attachmentsQuery, deleteFile, historyKey, openFile, pictureQuery, refetch, sendFile } from './talk';

/** A picture is fetched whole to be shown small: not a large one. */
const PREVIEW_BYTES = 4 * 1024 * 1024;
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);

interface Sending {
  id: string;
  name: string;
  share: number;
  stop: () => void;
}

/** Files of the task: dropped or chosen, opened, taken away. */
export function Attachments({ task }: { task: Task }) {
  const { data: files = [] } = useQuery(attachmentsQuery(task.id));
  const [sending, setSending] = useState<Sending[]>([]);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const editable = canWork(task);
  if (files.length === 0 && !editable) return null;
  const send = async (file: File) => {
    const id = randomId();
    const control = new AbortController();
    setSending((all) => [...all, { id, name: file.name, share: 0, stop: () => control.abort() }]);
    try {
      await sendFile(task.id, file, (share) => setSending((all) => all.map((one) => (one.id === id ? { ...one, share } : one))), control.signal);
      await refetch(attachmentsKey(task.id), historyKey(task.id));
    } catch (error) {
      if (!control.signal.aborted) toastProblem(t`“${file.name}” was not attached.`, error);
    } finally {
      setSending((all) => all.filter((one) => one.id !== id));
    }
  };
  const take = (list: FileList | null) => {
    for (const file of list ?? []) void send(file);
  };
  return (
    <Section
      title={t`Attachments`}
      count={files.length || undefined}
      end={
        editable ? (
          <Button look="quiet" size="sm" icon={IconPaperclip} onClick={() => input.current?.click()}>
            <Trans>Attach</Trans>
          </Button>
        ) : null
      }
    >
      <div
        className={css.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          if (!editable || !event.dataTransfer.types.includes('Files')) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          if (!editable) return;
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
      >
        <ul className={css.rows}>
          {files.map((file) => (
            <FileRow key={file.id} file={file} />
          ))}
          {sending.map((one) => (
            <li key={one.id} className={css.row}>
              <span className={css.thumb}>
                <IconFile size={18} stroke={1.5} />
              </span>
              <span className={css.name}>{one.name}</span>
              <Progress percent={one.share * 100} label={t`Sending ${one.name}`} />
              <IconButton size="sm" icon={IconX} label={t`Stop sending “${one.name}”`} onClick={one.stop} />
            </li>
          ))}
        </ul>
        {files.length + sending.length === 0 ? (
          <p className={css.dropHint}>
            <Trans>Drop files here, or press Attach.</Trans>
          </p>
        ) : null}
        <input
          ref={input}
          className="sr"
          type="file"
          multiple
          tabIndex={-1}
          aria-label={t`Files to attach`}
          onChange={(event) => {
            take(event.target.files);
            event.target.value = '';
          }}
        />
      </div>
    </Section>
  );
}

function FileRow({ file }: { file: TaskAttachment }) {
  const { byId } = usePeople();
  const stranger = useStranger();
  const who = byId.get(file.uploadedBy);
  return (
    <li className={css.row}>
      <span className={css.thumb}>
        <Preview file={file} />
      </span>
      <span className={css.fileText}>
        <button type="button" className={css.fileName} onClick={() => void openFile(file)}>
          {file.name}
        </button>
        <span className={css.quiet}>
          {formatBytes(file.size)} · {who ? personName(who) : stranger} · <Time at={file.createdAt} relative />
        </span>
      </span>
      {can(file, 'delete') ? <IconButton size="sm" icon={IconX} label={t`Delete “${file.name}”`} onClick={() => void deleteFile(file)} /> : null}
    </li>
  );
}

function Preview({ file }: { file: TaskAttachment }) {
  const shown = PICTURES.has(file.contentType) && file.size <= PREVIEW_BYTES;
  const { data: url } = useQuery({ ...pictureQuery(file.id), enabled: shown });
  const [broken, setBroken] = useState(false);
  useEffect(() => setBroken(false), [url]);
  if (url && !broken) return <img src={url} alt="" onError={() => setBroken(true)} />;
  return createElement(iconOf(file.contentType), { size: 18, stroke: 1.5 });
}

function iconOf(type: string): Icon {
  if (type === 'application/pdf') return IconFileTypePdf;
  if (/zip|tar|compressed|gzip|x-xz|bzip/.test(type)) return IconFileZip;
  const kinds: Record<string, Icon> = { image: IconPhoto, video: IconVideo, audio: IconMusic, text: IconFileText };
  return kinds[type.split('/')[0] ?? ''] ?? IconFile;
}
