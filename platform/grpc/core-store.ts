import type { DomainError } from '../errors/domain-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import type { ReadinessCheck } from '../process/readiness.ts';

/** What a core keeps its data in. */
export interface CoreStore {
  toDomainError: (error: unknown) => DomainError | undefined;
  /** What the store waits for before it can serve: nothing, when it answers. */
  waitsFor: ReadinessCheck;
  /**
   * Makes an answering store fit for this version of the core, before its first call.
   *
   * @returns what it still lacks and somebody else has to do: nothing, when it is fit.
   * @throws UserError when waiting would not help.
   */
  prepare: ReadinessCheck;
  /**
   * Does what its first call would do for all later ones, where that takes long: Prisma compiles its query compiler, and nothing
   * else runs meanwhile. On a busy machine a client would take the core for lost.
   */
  warmUp?(): Promise<unknown>;
  /**
   * Deletes idempotency keys that are older than so many milliseconds, a limited number of them, within a time of its own.
   *
   * @returns how many.
   */
  forgetKeys(olderThanMs: number, atMost: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * What a store waits for, which until it was prepared once includes that.
 *
 * @param name of the domain.
 * @param warmsUp whether it is warm then, too: callers of a deployment come at once, while `npm start` shall be ready soon.
 */
export function preparedFirst(
  name: string,
  { waitsFor, prepare, warmUp, toDomainError }: CoreStore,
  warmsUp: boolean,
): ReadinessCheck {
  let prepared = false;
  return async () => {
    const waiting = await waitsFor();
    if (prepared || waiting.length > 0) return waiting;
    try {
      const lacking = await prepare();
      if (warmsUp && lacking.length === 0) await warmUp?.();
      prepared = lacking.length === 0;
      return lacking;
    } catch (error) {
      // The store has gone meanwhile, or is not quite there yet.
      if (toDomainError(error)) return [`the ${name} store (${reasonOf(error)})`];
      throw error;
    }
  };
}
