import { t } from '@lingui/core/macro';
import type { KycData, KycDocument } from './models';

export type DocumentKind = KycDocument['kind'];

export function documentsOf(record: KycData | null): KycDocument[] {
  return record?.documents?.items ?? [];
}

export function documentKinds(): { value: DocumentKind; label: string }[] {
  return [
    { value: 'passport', label: t`Passport` },
    { value: 'id_card', label: t`Identity card` },
    { value: 'driving_licence', label: t`Driving licence` },
    { value: 'residence_permit', label: t`Residence permit` },
    { value: 'company_register', label: t`Company register` },
    { value: 'proof_of_address', label: t`Proof of address` },
    { value: 'other', label: t`Something else` },
  ];
}
