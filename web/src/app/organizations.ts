import { CancelledError } from '@tanstack/react-query';
import { notFound, redirect } from '@tanstack/react-router';
import { live } from '~/lib/live';
import { meQuery, whoAmI } from '~/lib/me';
import type { Me } from '~/lib/models';
import { isStatus } from '~/lib/problem';
import { queryClient } from '~/lib/query';
import { setCurrentOrganization } from '~/lib/session';

const LAST = 'vistone.organization';

const whoQuery = { queryKey: ['who'], queryFn: whoAmI, staleTime: 5 * 60_000, retry: false };

function bySlug(me: Me, slug: string) {
  return me.organizations.find((organization) => organization.slug === slug);
}

/** The end of a session also empties the cache, which cancels the very query that found it out. */
function isSignedOut(error: unknown): boolean {
  return isStatus(error, 401) || error instanceof CancelledError;
}

/** Resolves the organization in the address; whoever is not signed in goes to sign in and comes back. */
export async function enterOrganization(slug: string, href: string): Promise<void> {
  let me: Me;
  try {
    me = await queryClient.ensureQueryData(whoQuery);
    if (!bySlug(me, slug)) me = await queryClient.fetchQuery({ ...whoQuery, staleTime: 0 });
  } catch (error) {
    if (isSignedOut(error)) throw redirect({ to: '/sign-in', search: { next: href } });
    throw error;
  }
  const organization = bySlug(me, slug);
  // oxlint-disable-next-line typescript/only-throw-error -- the router's way to say "not found"
  if (!organization) throw notFound();
  setCurrentOrganization(organization.id);
  window.localStorage.setItem(LAST, slug);
  if (me.organization.id === organization.id && !queryClient.getQueryData(meQuery().queryKey)) queryClient.setQueryData(meQuery().queryKey, me);
  const here = await queryClient.ensureQueryData(meQuery());
  if (here.unfinished) throw redirect({ to: '/finish', search: { org: slug, next: href } });
  live.connect(organization.id);
}

/** The page of what is left to do for the sign-in; whoever is done with it goes on to where they wanted to be. */
export async function enterFinish(slug: string, next: string | undefined): Promise<void> {
  let me: Me;
  try {
    me = await queryClient.fetchQuery({ ...whoQuery, staleTime: 0 });
    const organization = bySlug(me, slug);
    // oxlint-disable-next-line typescript/only-throw-error -- the router's way to say "not found"
    if (!organization) throw notFound();
    live.disconnect();
    setCurrentOrganization(organization.id);
    me = await queryClient.fetchQuery({ ...meQuery(), staleTime: 0 });
  } catch (error) {
    if (isSignedOut(error)) throw redirect({ to: '/sign-in', search: next ? { next } : {} });
    throw error;
  }
  if (!me.unfinished) throw redirect({ to: '/o/$org/projects', params: { org: slug } });
}

/** Where `/` leads: the organization of last time, or the first. */
export async function homeSlug(): Promise<string> {
  try {
    const me = await queryClient.ensureQueryData(whoQuery);
    const last = window.localStorage.getItem(LAST);
    return (last && bySlug(me, last)?.slug) || me.organization.slug;
  } catch (error) {
    if (isSignedOut(error)) throw redirect({ to: '/sign-in' });
    throw error;
  }
}
