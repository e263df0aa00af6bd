import { type AsyncRouteComponent, createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { projectQuery, projectsQuery, DEFAULT_SORT } from '~/features/projects/api';
import { boardQuery, taskQuery } from '~/features/tasks/api';
import { peopleQuery } from '~/lib/people';
import { queryClient } from '~/lib/query';
import { isScrolling } from '~/lib/scrolling';
import { ErrorPage, MissingPage, Pending, Root } from './Root';
import { enterFinish, enterOrganization, homeSlug } from './organizations';
import { fetchView } from './routes/viewParts';
import { logSearch, myWorkSearch, projectSearch, projectsSearch, split } from './search';

const root = createRootRoute({ component: Root, notFoundComponent: MissingPage, errorComponent: ErrorPage });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async () => {
    throw redirect({ to: '/o/$org/projects', params: { org: await homeSlug() }, replace: true });
  },
});

/** Mails know no organization's address: they link to a page of the settings of whichever one was shown last. */
const settingsLink = createRoute({
  getParentRoute: () => root,
  path: '/settings/$page',
  beforeLoad: async ({ params }) => {
    throw redirect({ href: `/o/${await homeSlug()}/settings/${encodeURIComponent(params.page)}`, replace: true });
  },
});

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (raw: Record<string, unknown>): { next?: string; problem?: string } => {
    const next = text(raw['next']);
    const problem = text(raw['problem']);
    return { ...(next ? { next } : {}), ...(problem ? { problem } : {}) };
  },
  component: lazyRouteComponent(() => import('./routes/SignInRoute'), 'SignInRoute'),
});

const finish = createRoute({
  getParentRoute: () => root,
  path: '/finish',
  validateSearch: (raw: Record<string, unknown>): { org: string; next?: string } => {
    const next = text(raw['next']);
    return { org: text(raw['org']) ?? '', ...(next ? { next } : {}) };
  },
  beforeLoad: ({ search }) => enterFinish(search.org, search.next),
  component: lazyRouteComponent(() => import('./routes/FinishRoute'), 'FinishRoute'),
});

const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  component: lazyRouteComponent(() => import('./routes/SessionRoutes'), 'RegisterRoute'),
});

/** Where links out of mails lead: their token is all there is. */
const byToken = (raw: Record<string, unknown>): { token: string } => ({ token: text(raw['token']) ?? '' });

const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite',
  validateSearch: byToken,
  component: lazyRouteComponent(() => import('./routes/SessionRoutes'), 'InviteRoute'),
});

const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  component: lazyRouteComponent(() => import('./routes/SessionRoutes'), 'ForgotRoute'),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  validateSearch: byToken,
  component: lazyRouteComponent(() => import('./routes/SessionRoutes'), 'ResetRoute'),
});

const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  validateSearch: byToken,
  component: lazyRouteComponent(() => import('./routes/SessionRoutes'), 'VerifyRoute'),
});

const newAddress = createRoute({
  getParentRoute: () => root,
  path: '/new-address',
  validateSearch: byToken,
  component: lazyRouteComponent(() => import('./routes/SessionRoutes'), 'NewAddressRoute'),
});

const organization = createRoute({
  getParentRoute: () => root,
  path: '/o/$org',
  beforeLoad: ({ params, location }) => enterOrganization(params.org, location.href),
  component: lazyRouteComponent(() => import('./Frame'), 'Frame'),
});

const organizationHome = createRoute({
  getParentRoute: () => organization,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/o/$org/projects', params, replace: true });
  },
});

const projects = createRoute({
  getParentRoute: () => organization,
  path: '/projects',
  validateSearch: projectsSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => {
    void queryClient.prefetchInfiniteQuery(projectsQuery({ q: deps.q, status: split(deps.status) }, deps.sort ?? DEFAULT_SORT));
  },
  component: lazyRouteComponent(() => import('./routes/ProjectsRoute'), 'ProjectsRoute'),
});

const project = createRoute({
  getParentRoute: () => organization,
  path: '/projects/$projectId',
  validateSearch: projectSearch,
  loaderDeps: ({ search }) => ({ view: search.view ?? 'board' }),
  loader: async ({ params, deps, cause }) => {
    void queryClient.prefetchQuery(projectQuery(params.projectId));
    void queryClient.prefetchQuery(boardQuery(params.projectId));
    void queryClient.prefetchQuery(peopleQuery());
    const parts = fetchView(deps.view);
    if (cause !== 'stay') await parts;
  },
  component: lazyRouteComponent(() => import('./routes/ProjectRoute'), 'ProjectRoute'),
});

const projectTask = createRoute({
  getParentRoute: () => project,
  path: '/tasks/$taskId',
  loader: ({ params, cause }) => {
    if (cause === 'preload' && isScrolling()) return;
    void queryClient.prefetchQuery(taskQuery(params.taskId));
  },
  component: lazyRouteComponent(() => import('./routes/TaskRoutes'), 'ProjectTaskRoute'),
});

const myWork = createRoute({
  getParentRoute: () => organization,
  path: '/my-work',
  validateSearch: myWorkSearch,
  component: lazyRouteComponent(() => import('./routes/MyWorkRoute'), 'MyWorkRoute'),
});

const myTask = createRoute({
  getParentRoute: () => myWork,
  path: '/tasks/$taskId',
  loader: ({ params, cause }) => {
    if (cause === 'preload' && isScrolling()) return;
    void queryClient.prefetchQuery(taskQuery(params.taskId));
  },
  component: lazyRouteComponent(() => import('./routes/TaskRoutes'), 'MyTaskRoute'),
});

const settings = createRoute({
  getParentRoute: () => organization,
  path: '/settings',
  component: lazyRouteComponent(() => import('./routes/SettingsRoutes'), 'SettingsRoute'),
});

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/o/$org/settings/profile', params, replace: true });
  },
});

const settingsPage = <const Path extends string>(path: Path, component: AsyncRouteComponent<object>) =>
  createRoute({ getParentRoute: () => settings, path, component });

const verifications = createRoute({
  getParentRoute: () => settings,
  path: '/verifications',
  validateSearch: (raw: Record<string, unknown>): { record?: string } => {
    const record = text(raw['record']);
    return record ? { record } : {};
  },
  component: lazyRouteComponent(() => import('./routes/KycRoute'), 'KycRoute'),
});

const members = createRoute({
  getParentRoute: () => settings,
  path: '/members',
  validateSearch: (raw: Record<string, unknown>): { member?: string } => {
    const member = text(raw['member']);
    return member ? { member } : {};
  },
  component: lazyRouteComponent(() => import('./routes/MembersRoute'), 'MembersRoute'),
});

const activity = createRoute({
  getParentRoute: () => settings,
  path: '/activity',
  validateSearch: logSearch,
  component: lazyRouteComponent(() => import('./routes/OrgRoutes'), 'ActivityRoute'),
});

const tree = root.addChildren([
  home,
  settingsLink,
  signIn,
  finish,
  register,
  invite,
  forgot,
  reset,
  verify,
  newAddress,
  organization.addChildren([
    organizationHome,
    projects,
    project.addChildren([projectTask]),
    myWork.addChildren([myTask]),
    settings.addChildren([
      settingsHome,
      settingsPage('/profile', lazyRouteComponent(() => import('~/features/account/ProfileSettings'), 'ProfileSettings')),
      settingsPage('/security', lazyRouteComponent(() => import('~/features/account/SecuritySettings'), 'SecuritySettings')),
      settingsPage('/sessions', lazyRouteComponent(() => import('~/features/account/SessionsSettings'), 'SessionsSettings')),
      settingsPage('/tokens', lazyRouteComponent(() => import('~/features/account/TokensSettings'), 'TokensSettings')),
      settingsPage('/verification', lazyRouteComponent(() => import('~/features/account/VerificationSettings'), 'VerificationSettings')),
      settingsPage('/appearance', lazyRouteComponent(() => import('~/features/account/AppearanceSettings'), 'AppearanceSettings')),
      settingsPage('/organization', lazyRouteComponent(() => import('~/features/org/OrganizationSettings'), 'OrganizationSettings')),
      members,
      settingsPage('/invitations', lazyRouteComponent(() => import('~/features/org/InvitationsSettings'), 'InvitationsSettings')),
      settingsPage('/roles', lazyRouteComponent(() => import('~/features/org/RolesSettings'), 'RolesSettings')),
      settingsPage('/sign-in', lazyRouteComponent(() => import('~/features/org/SignInSettings'), 'SignInSettings')),
      verifications,
      activity,
      settingsPage('/mails', lazyRouteComponent(() => import('~/features/org/MailsSettings'), 'MailsSettings')),
    ]),
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  defaultPreloadDelay: 60,
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 300,
  defaultPendingComponent: Pending,
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: MissingPage,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
