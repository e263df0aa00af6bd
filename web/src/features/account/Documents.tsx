import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconFileText, IconFileTypePdf, IconPhoto, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { formatBytes } from '~/lib/format';
import { randomId } from '~/lib/ids';
import { type DocumentKind, documentKinds, documentsOf } from '~/lib/kyc';
import type { KycData, KycDocument } from '~/lib/models';
import { problemText } from '~/lib/problem';
import { IconButton } from '~/ui/Button';
import { FormProblem, FileDrop } from '~/ui/Field';
import { SelectField } from '~/ui/Picker';
import { Progress } from '~/ui/Pill';
import { Card, Row, Rows, SettingsSection, Who } from '~/ui/Settings';
import { Time } from '~/ui/Time';
import css from './account.module.css';
import { openDocument, removeDocument, sendDocument } from './kyc';

const MOST = 10;

interface Sending {
  id: string;
  name: string;
  share: number;
  stop: () => void;
}

/** The documents, and the place to add some while the check is not over. */
export function Documents({ record, userId, open }: { record: KycData | null; userId: string; open: boolean }) {
  const [kind, setKind] = useState<DocumentKind>('passport');
  const [sending, setSending] = useState<Sending[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const documents = documentsOf(record);
  const send = async (file: File) => {
    const id = randomId();
    const control = new AbortController();
    setProblem(null);
    setSending((all) => [...all, { id, name: file.name, share: 0, stop: () => control.abort() }]);
    try {
      await sendDocument(userId, kind, file, (share) => setSending((all) => all.map((one) => (one.id === id ? { ...one, share } : one))), control.signal);
    } catch (error) {
      // Stays at the place where the file was chosen: what is wrong with it is read with the file in view.
      if (!control.signal.aborted) setProblem(t`“${file.name}” was not added. ${problemText(error)}`);
    } finally {
      setSending((all) => all.filter((one) => one.id !== id));
    }
  };
  if (!open && documents.length === 0) return null;
  const room = documents.length + sending.length < MOST;
  return (
    <SettingsSection title={<Trans>Documents</Trans>} text={record?.submittedAt && open ? <Trans>Whatever you change takes them back: hand them in again afterwards.</Trans> : null}>
      <div className={css.stack}>
        {documents.length + sending.length > 0 ? (
          <Rows label={t`Documents`}>
            {record ? documents.map((document) => <DocumentRow key={document.id} record={record} document={document} open={open} />) : null}
            {sending.map((one) => (
              <Row key={one.id}>
                <span className={css.glyph}>
                  <IconFileText size={18} stroke={1.5} />
                </span>
                <Who title={one.name} />
                <Progress percent={one.share * 100} label={t`Sending ${one.name}`} />
                <IconButton size="sm" icon={IconX} label={t`Stop sending “${one.name}”`} onClick={one.stop} />
              </Row>
            ))}
          </Rows>
        ) : null}
        {open && room ? (
          <Card>
            <div className={css.stack}>
              <SelectField
                field={{ id: 'document-kind', name: 'kind', value: kind, onChange: (value) => setKind(value as DocumentKind), error: undefined }}
                label={t`What you add`}
                options={documentKinds()}
              />
              <FileDrop
                label={t`Choose a file or drop it here`}
                hint={<Trans>PDF, or a picture as PNG, JPEG, WebP or HEIC, up to 15 MB</Trans>}
                accept=".pdf,.png,.jpg,.jpeg,.webp,.heic,application/pdf,image/png,image/jpeg,image/webp,image/heic"
                file={null}
                onFile={(file) => void send(file)}
              />
              <FormProblem text={problem} />
            </div>
          </Card>
        ) : null}
      </div>
    </SettingsSection>
  );
}

function DocumentRow({ record, document, open }: { record: KycData; document: KycDocument; open: boolean }) {
  const { name, size, contentType, uploadedAt } = document;
  const Glyph = contentType === 'application/pdf' ? IconFileTypePdf : IconPhoto;
  return (
    <Row>
      <span className={css.glyph}>
        <Glyph size={18} stroke={1.5} />
      </span>
      <Who
        title={documentKinds().find((one) => one.value === document.kind)?.label ?? document.kind}
        text={
          <>
            <button type="button" className={css.file} onClick={() => void openDocument(record, document)}>
              <bdi>{name}</bdi>
            </button>
            {' · '}
            {formatBytes(size)}
            {' · '}
            <Time at={uploadedAt} relative />
          </>
        }
      />
      {open ? <IconButton size="sm" icon={IconX} label={t`Remove “${name}”`} onClick={() => void removeDocument(record, document)} /> : null}
    </Row>
  );
}
