import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { IconBraces, IconDownload, IconFileSpreadsheet, IconFileTypeCsv } from '@tabler/icons-react';
import { useState } from 'react';
import { download } from '~/lib/download';
import { Button } from './Button';
import { Menu } from './Menu';
import { toastProblem } from './toast';

interface Props {
  /** The list's address, and its query as it stands: filters and order are kept, all pages come. */
  path: string;
  query: Record<string, unknown>;
}

/** Takes a list home as a file. */
export function ExportMenu({ path, query }: Props) {
  const [busy, setBusy] = useState(false);
  const take = (format: 'csv' | 'xlsx' | 'json') => {
    setBusy(true);
    download(path, { ...query, download: format })
      .catch((refused: unknown) => toastProblem(t`The list could not be exported.`, refused))
      .finally(() => setBusy(false));
  };
  return (
    <Menu
      trigger={
        <Button look="quiet" folds icon={IconDownload} busy={busy}>
          <Trans>Export</Trans>
        </Button>
      }
      groups={[
        {
          label: t`What is shown, all pages of it`,
          items: [
            { id: 'csv', label: t`CSV`, icon: IconFileTypeCsv, run: () => take('csv') },
            { id: 'xlsx', label: t`Excel (XLSX)`, icon: IconFileSpreadsheet, run: () => take('xlsx') },
            { id: 'json', label: t`JSON`, icon: IconBraces, run: () => take('json') },
          ],
        },
      ]}
    />
  );
}
