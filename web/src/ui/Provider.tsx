import '@fontsource-variable/inter';
import '@mantine/core/styles/default-css-variables.layer.css';
import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Popover.layer.css';
import '@mantine/core/styles/Menu.layer.css';
import '@mantine/core/styles/Tooltip.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import '@mantine/core/styles/Combobox.layer.css';
import './tokens.css';
import './base.css';
import { createTheme, DirectionProvider, MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { direction } from '~/lib/i18n';
import { useTheme } from '~/lib/prefs';
import { useEffect } from 'react';

/** Mantine lends behaviour (focus, placement, roles); the looks are ours, from tokens.css. */
const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 'var(--r)',
  cursorType: 'pointer',
  focusRing: 'never',
  respectReducedMotion: true,
});

export function UiProvider({ locale, children }: { locale: string; children: ReactNode }) {
  const { shown } = useTheme();
  useEffect(() => {
    document.documentElement.dataset['theme'] = shown;
  }, [shown]);
  return (
    <DirectionProvider initialDirection={direction(locale)} detectDirection={false}>
      <MantineProvider theme={theme} forceColorScheme={shown} withGlobalClasses={false} withStaticClasses={false}>
        {children}
      </MantineProvider>
    </DirectionProvider>
  );
}
