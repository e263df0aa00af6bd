import { api, ok } from '~/lib/client';
import type { RoleName } from '~/lib/models';
import { problemText } from '~/lib/problem';
import { key, queryClient } from '~/lib/query';

/** What became of one address. */
export interface Answer {
  email: string;
  /** Why it was not invited; null when it was. */
  refused: string | null;
}

/** Addresses out of whatever was pasted: lists, lines, `Name <address>`; each once. */
export function readAddresses(text: string): string[] {
  const found = text.split(/[\s,;]+/).map((part) => part.replaceAll(/^[<("']+|[>)"']+$/g, '')).filter((part) => part.includes('@'));
  const seen = new Set<string>();
  return found.filter((address) => {
    const lower = address.toLocaleLowerCase();
    return !seen.has(lower) && Boolean(seen.add(lower));
  });
}

export async function invite(email: string, roleName: RoleName): Promise<void> {
  await ok(api.POST('/api/auth/invitations', { body: { email, roleName } }));
  await queryClient.invalidateQueries({ queryKey: key('invitations') });
}

/** One after the other, so that a mistake in one keeps none of the others back; `onAnswer` hears of each. */
export async function inviteAll(emails: string[], roleName: RoleName, onAnswer: (answer: Answer) => void): Promise<void> {
  for (const email of emails) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- in their order, and not fifty at once
      await ok(api.POST('/api/auth/invitations', { body: { email, roleName } }));
      onAnswer({ email, refused: null });
    } catch (error) {
      onAnswer({ email, refused: problemText(error) });
    }
  }
  await queryClient.invalidateQueries({ queryKey: key('invitations') });
}
