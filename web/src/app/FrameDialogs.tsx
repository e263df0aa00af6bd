import { NewOrganization } from '~/features/org/NewOrganization';
import { DeleteProject } from '~/features/projects/DeleteProject';
import { ShortcutHelp } from '~/ui/CommandPalette';
import { Palette } from './Palette';

export type FrameDialog = 'palette' | 'help' | 'organization';

/** What opens over any page. No first paint needs it, so it comes after. */
export function FrameDialogs({ open, onClose, onOrganization }: { open: FrameDialog | null; onClose: () => void; onOrganization: (slug: string) => void }) {
  return (
    <>
      <Palette open={open === 'palette'} onClose={onClose} />
      <ShortcutHelp open={open === 'help'} onClose={onClose} />
      <NewOrganization open={open === 'organization'} onClose={onClose} onCreated={onOrganization} />
      <DeleteProject />
    </>
  );
}
