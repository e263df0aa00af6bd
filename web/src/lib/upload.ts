import { addOurs, renewSession } from './client';
import { toApiError } from './problem';
import { announceSessionEnd } from './session';

/** Sends a form with a file and says how much of it has left, from 0 to 1: `fetch` does not tell. The answer's body, or an ApiError. */
export async function upload<T>(path: string, form: FormData, onProgress: (share: number) => void, signal: AbortSignal): Promise<T> {
  const first = await post(path, form, onProgress, signal);
  const answer = first.status === 401 && (await renewSession()) ? await post(path, form, onProgress, signal) : first;
  if (answer.status === 401) announceSessionEnd();
  if (answer.status >= 300) throw toApiError(answer.status, read(answer.responseText));
  return read(answer.responseText) as T;
}

/** The body; null where a proxy says something else than JSON. */
function read(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function post(path: string, form: FormData, onProgress: (share: number) => void, signal: AbortSignal): Promise<XMLHttpRequest> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    addOurs(new Headers(), 'POST', path).forEach((value, name) => request.setRequestHeader(name, value));
    request.upload.addEventListener('progress', (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0));
    request.addEventListener('load', () => resolve(request));
    request.addEventListener('error', () => reject(toApiError(0, null)));
    request.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}
