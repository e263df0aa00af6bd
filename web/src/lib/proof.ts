import { ApiError } from './problem';

/** Who asks the person to prove that it is still them: the dialog that is mounted (ProofDialog). True when they did. */
type Asker = () => Promise<boolean>;

let asker: Asker | null = null;

export function offerProof(ask: Asker): () => void {
  asker = ask;
  return () => {
    if (asker === ask) asker = null;
  };
}

/**
 * Does what opens or closes the account's doors, or cannot be taken back. Where the server wants a fresh proof first, the person is asked and it is done again; null when
 * they did not want to.
 */
export async function proved<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind !== 'proof-required' || !asker) throw error;
  }
  return (await asker()) ? work() : null;
}
