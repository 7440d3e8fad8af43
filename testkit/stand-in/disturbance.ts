import { setTimeout as wait } from 'node:timers/promises';
import { DomainError, unavailable } from '@commerce/platform/errors/domain-error';
import { type ErrorKind, errorTable } from '@commerce/platform/errors/error-table';

/** What is wrong with a stand-in, so that a developer sees what the others' trouble does to their own part. */
export interface Disturbance {
  /** How long it waits before each answer. */
  latencyMs?: number | undefined;
  /** How it fails, instead of each answer. */
  error?: ErrorKind | undefined;
}

/**
 * Comes before each answer of a stand-in.
 *
 * @param part what fails, as a client may know it: "The account service".
 * @throws DomainError of the kind that is asked for, as the part itself would throw it.
 */
export async function disturb(part: string, { latencyMs = 0, error }: Disturbance): Promise<void> {
  if (latencyMs > 0) await wait(latencyMs);
  if (error === undefined) return;
  throw error === 'Unavailable' ? unavailable(part) : new DomainError(error, errorTable[error].message);
}
