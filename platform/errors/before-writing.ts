import { DomainError } from './domain-error.ts';
import { errorTable } from './error-table.ts';

/**
 * Does what a request needs to know before it changes anything. Should that fail, nothing was done, and its caller is told
 * that it may send the request again, whatever it asks for.
 */
export async function beforeWriting<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { kind, message, details, cause } = error;
    // In so many words: who called knows only that it asked for a write.
    const { retryable = errorTable[kind].retryable || undefined } = details;
    throw new DomainError(kind, message, { ...details, retryable, nothingDone: true, cause });
  }
}
