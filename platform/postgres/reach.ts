import pg from 'pg';
import { unavailable } from '../errors/domain-error.ts';

/** Whether a server answers those who connect to it. Where packages to it are lost without a word, only time shows that. */
export interface Reach {
  /** To be asked by whoever would need a new connection. @throws DomainError Unavailable while the server is known not to answer. */
  expect(): void;
  /** Tries to connect, and learns from how it ends. */
  learn<T>(connecting: Promise<T>): Promise<T>;
}

/**
 * While a server does not answer, one caller at a time finds out whether it does again, and the others are refused at once: each
 * would wait as long, and what asked for it has only so much room for requests that wait.
 *
 * @param name of the server, as a client may know it: "The account store".
 */
export function createReach(name: string, now: () => number = () => performance.now()): Reach {
  let trying = 0;
  let answeredAt = -Infinity;
  let unanswered: { error: unknown; at: number } | undefined;
  const answers = () => {
    answeredAt = now();
    unanswered = undefined;
  };
  return {
    expect() {
      // A look tries every second or so. Where nobody looks, a call has to.
      if (unanswered && (trying > 0 || now() - unanswered.at < UNTRIED_MS)) throw unavailable(name, unanswered.error);
    },
    async learn(connecting) {
      const begun = now();
      trying += 1;
      try {
        const connection = await connecting;
        answers();
        return connection;
      } catch (error) {
        // What is refused at once costs nobody time, and what the server itself refused was an answer.
        if (error instanceof pg.DatabaseError) answers();
        // A try that was lost on its way while others arrived is late news of a path that is back.
        else if (now() - begun >= SLOW_MS && answeredAt < begun) unanswered = { error, at: now() };
        throw error;
      } finally {
        trying -= 1;
      }
    },
  };
}

/** In milliseconds. */
const SLOW_MS = 1_000;
const UNTRIED_MS = 5_000;
