import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { useLingui } from '@lingui/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { router } from '~/app/router';
import { activateLocale, wantedLocale } from '~/lib/i18n';
import { live } from '~/lib/live';
import { queryClient } from '~/lib/query';
import { onSessionEnd, onUnfinished, setCurrentOrganization } from '~/lib/session';
import { LiveRegion } from '~/ui/announce';
import { UiProvider } from '~/ui/Provider';
import { ToastRegion } from '~/ui/toast';

/** Plain functions read the language when they run, so a change of language draws everything anew. */
function App() {
  const locale = useLingui().i18n.locale;
  useEffect(
    () =>
      onSessionEnd(() => {
        const { href, pathname } = router.state.location;
        live.disconnect();
        queryClient.clear();
        setCurrentOrganization(null);
        if (pathname.startsWith('/o/')) void router.navigate({ to: '/sign-in', search: { next: href } });
      }),
    [],
  );
  useEffect(
    () =>
      onUnfinished(() => {
        const { href, pathname } = router.state.location;
        const org = /^\/o\/([^/]+)/.exec(pathname)?.[1];
        if (org) void router.navigate({ to: '/finish', search: { org, next: href } });
      }),
    [],
  );
  return (
    <UiProvider key={locale} locale={locale}>
      <RouterProvider router={router} />
      <ToastRegion />
      <LiveRegion />
    </UiProvider>
  );
}

const root = document.querySelector('#root');

await activateLocale(wantedLocale());
if (root) {
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={queryClient}>
          <App />
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  );
}
