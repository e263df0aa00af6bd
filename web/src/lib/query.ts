import { type InfiniteData, QueryClient } from '@tanstack/react-query';
import { t } from '@lingui/core/macro';
import type { Page } from './models';
import { ApiError } from './problem';
import { currentOrganization } from './session';

/** A query key within the organization in the address bar: switching never shows the other one's records. */
export function key(...parts: unknown[]): unknown[] {
  return [currentOrganization() ?? 'none', ...parts];
}

/** Live events keep records current, so a fetch is only repeated when the socket could not have. */
const FRESH_MS = 15_000;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (count, error) => count < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 502),
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});

export type Pages<T> = InfiniteData<Page<T>, unknown>;

export const pageParams = {
  initialPageParam: null as string | null,
  getNextPageParam: <T>(last: Page<T>) => last.nextCursor ?? null,
};

export function flatten<T>(pages: Pages<T> | undefined): T[] {
  return pages ? pages.pages.flatMap((page) => page.items) : [];
}

/** Applies a change to the flat list of a paged query and keeps the page borders where they were. */
export function mapPages<T>(pages: Pages<T>, change: (items: T[]) => T[]): Pages<T> {
  const items = change(flatten(pages));
  let from = 0;
  const last = pages.pages.length - 1;
  return {
    ...pages,
    pages: pages.pages.map((page, index) => {
      const to = index === last ? items.length : from + page.items.length;
      const slice = { ...page, items: items.slice(from, to) };
      from = to;
      return slice;
    }),
  };
}

const MOST_PAGES = 100;

/** Every record of a collection that is looked at as a whole: follows the cursor to the end. More than a screen can hold is an error, and never a part that looks like all. */
export async function fetchAll<T>(fetchPage: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const page = await fetchPage(cursor);
    items.push(...page.items);
    if (!page.nextCursor) return items;
    cursor = page.nextCursor;
  }
  throw new Error(t`These are more records than can be shown at once.`);
}
