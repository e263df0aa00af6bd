import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconCheck, IconFileText, IconPhoto, IconRefresh, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Action, useActions } from '~/lib/actions';
import { formatBytes } from '~/lib/format';
import { useForm } from '~/lib/form';
import { documentKinds, documentsOf } from '~/lib/kyc';
import type { KycData, KycDocument } from '~/lib/models';
import { personName, usePeople } from '~/lib/people';
import { can } from '~/lib/policy';
import { problemText } from '~/lib/problem';
import { Mark } from '~/ui/Avatar';
import { Button, buttonClass } from '~/ui/Button';
import { TextAreaField } from '~/ui/Field';
import { FormDialog } from '~/ui/FormDialog';
import { Panel, Properties, PropertyRow, PropertyText, Section } from '~/ui/Panel';
import { Pill } from '~/ui/Pill';
import { Bone } from '~/ui/States';
import { Time } from '~/ui/Time';
import { RecordLog } from './RecordLog';
import { type Decision, decide, documentQuery, isWaiting, KYC_TONES, kycStatusName, shownAs } from './kyc';
import css from './org.module.css';

/** Somebody's documents beside the queue, and what is decided about them. */
export function KycPanel({ record, onClose }: { record: KycData; onClose: () => void }) {
  const [whole, setWhole] = useState(false);
  const [asking, setAsking] = useState<'reject' | 'request-again' | null>(null);
  const { byId } = usePeople();
  const person = byId.get(record.userId);
  const name = personName(person);
  const waiting = isWaiting(record);
  const mine = can(record, 'decide');
  const documents = documentsOf(record);
  const group = t`Verification queue`;
  const actions: (Action & { look: 'primary' | 'plain' })[] = [
    { id: 'kyc.approve', label: t`Approve`, group, icon: IconCheck, enabled: mine && waiting, look: 'primary', run: () => void decide(record, 'approve', '', name).catch(() => undefined) },
    { id: 'kyc.again', label: t`Ask again…`, group, icon: IconRefresh, enabled: mine && (waiting || record.status === 'approved' || record.status === 'rejected'), look: 'plain', run: () => setAsking('request-again') },
    { id: 'kyc.reject', label: t`Reject…`, group, icon: IconX, enabled: mine && waiting, look: 'plain', run: () => setAsking('reject') },
  ];
  useActions(actions);
  const offered = actions.filter((action) => action.enabled);
  return (
    <Panel label={t`Documents of ${name}`} where={<Trans>Verification queue</Trans>} whole={whole} onWhole={setWhole} onClose={onClose}>
      <div className={css.person}>
        <Mark id={record.userId} name={name} size="xl" />
        <div>
          <h2>
            <bdi>{name}</bdi>
          </h2>
          <p>{person?.email}</p>
        </div>
        <Pill tone={KYC_TONES[record.status]}>{kycStatusName(record.status)}</Pill>
      </div>
      {offered.length > 0 ? (
        <div className={css.decide}>
          {offered.map((action) => (
            <Button key={action.id} look={action.look} {...(action.icon ? { icon: action.icon } : {})} onClick={action.run}>
              {action.label}
            </Button>
          ))}
        </div>
      ) : null}
      {mine || !waiting ? null : (
        <p className={css.note}>
          <Trans>These are your own documents: another Organizer decides on them.</Trans>
        </p>
      )}
      <Properties>
        {record.submittedAt ? (
          <PropertyRow label={t`Handed in`}>
            <PropertyText>
              <Time at={record.submittedAt} />
            </PropertyText>
          </PropertyRow>
        ) : null}
        {record.decidedAt && record.decidedBy ? (
          <PropertyRow label={t`Decided`}>
            <PropertyText>
              <Time at={record.decidedAt} /> · {personName(byId.get(record.decidedBy))}
            </PropertyText>
          </PropertyRow>
        ) : null}
        {record.reason ? (
          <PropertyRow label={t`Reason`}>
            <PropertyText>
              <bdi>{record.reason}</bdi>
            </PropertyText>
          </PropertyRow>
        ) : null}
      </Properties>
      <Section title={t`Documents`} count={documents.length}>
        {record.purgedAt ? (
          <p className={css.note}>
            <Trans>
              The files were thrown away <Time at={record.purgedAt} relative />: they are kept only for a while after a decision.
            </Trans>
          </p>
        ) : null}
        <ul className={css.documents}>
          {documents.map((document) => (
            <Document key={document.id} record={record} document={document} />
          ))}
        </ul>
      </Section>
      <Section title={t`History`}>
        <RecordLog entityId={record.id} />
      </Section>
      {asking ? <Refusal record={record} decision={asking} name={name} onClose={() => setAsking(null)} /> : null}
    </Panel>
  );
}

function Refusal({ record, decision, name, onClose }: { record: KycData; decision: Exclude<Decision, 'approve'>; name: string; onClose: () => void }) {
  const form = useForm({
    initial: { reason: '' },
    draft: `kyc.${record.id}`,
    check: ({ reason }) => (reason.trim() ? {} : { reason: t`Say why: ${name} reads it.` }),
    onSubmit: async ({ reason }) => {
      await decide(record, decision, reason.trim(), name);
      onClose();
    },
  });
  const reject = decision === 'reject';
  return (
    <FormDialog form={form} title={reject ? t`Reject the documents of ${name}` : t`Ask ${name} for other documents`} save={reject ? <Trans>Reject</Trans> : <Trans>Ask again</Trans>} danger={reject} onClose={onClose} small>
      <TextAreaField
        field={form.bind('reason')}
        label={<Trans>Reason</Trans>}
        help={<Trans>{name} gets it by mail and reads it on their page.</Trans>}
        placeholder={t`The second page is missing`}
        maxLength={2000}
        data-autofocus
      />
    </FormDialog>
  );
}

function Document({ record, document }: { record: KycData; document: KycDocument }) {
  const [shown, setShown] = useState(false);
  const { name, size } = document;
  const kind = documentKinds().find((one) => one.value === document.kind)?.label ?? document.kind;
  const Glyph = shownAs(document) === 'image' ? IconPhoto : IconFileText;
  return (
    <li>
      <button type="button" className={css.document} aria-expanded={shown} onClick={() => setShown(!shown)}>
        <Glyph size={18} stroke={1.5} />
        <span className={css.documentName}>
          <strong>{kind}</strong>
          <span>
            <bdi>{name}</bdi> · {formatBytes(size)} · <Time at={document.uploadedAt} relative />
          </span>
        </span>
        <span className={css.look}>{shown ? <Trans>Hide</Trans> : <Trans>Look at it</Trans>}</span>
      </button>
      {shown ? <Preview record={record} document={document} kind={kind} /> : null}
    </li>
  );
}

function Preview({ record, document, kind }: { record: KycData; document: KycDocument; kind: string }) {
  const { data: url, error } = useQuery(documentQuery(record.id, document.id));
  const kindOf = shownAs(document);
  // Phones have no viewer for PDF within a page.
  const as = kindOf === 'pdf' && !navigator.pdfViewerEnabled ? null : kindOf;
  if (error) return <p className={css.note}>{problemText(error)}</p>;
  if (!url) return <Bone h="var(--chart)" />;
  return (
    <div className={css.preview}>
      {as === 'image' ? <img src={url} alt={kind} /> : null}
      {as === 'pdf' ? (
        // oxlint-disable-next-line react/iframe-missing-sandbox -- browsers show no PDF in a sandbox; the answer's own policy lets it load nothing
        <iframe src={`${url}#navpanes=0`} title={kind} />
      ) : null}
      {as ? null : (
        <p className={css.note}>
          <Trans>This browser cannot show it here.</Trans>
        </p>
      )}
      <a className={buttonClass('plain', 'sm')} href={url} target="_blank" rel="noopener noreferrer">
        {kindOf ? <Trans>Open in a new tab</Trans> : <Trans>Download</Trans>}
      </a>
    </div>
  );
}
