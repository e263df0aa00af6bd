import { api } from './client';
import { toApiError } from './problem';

interface Answer {
  data?: Blob;
  error?: unknown;
  response: Response;
}

/** Fetches a file and hands it to the browser to keep. A plain link would not say which organization is meant. */
export async function download(path: string, query: Record<string, unknown> = {}): Promise<void> {
  // The document knows these addresses one by one; here any of them is asked for.
  const get = api.GET as unknown as (path: string, options: object) => Promise<Answer>;
  const { data, error, response } = await get(path, { params: { query }, parseAs: 'blob' });
  if (!response.ok || !data) throw toApiError(response.status, error);
  save(data, nameOf(response.headers.get('content-disposition')));
}

/** Hands what was made in this window to the browser to keep. */
export function save(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser reads it after this turn.
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function nameOf(disposition: string | null): string {
  const wide = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? '')?.[1];
  return wide ? decodeURIComponent(wide) : 'download';
}
