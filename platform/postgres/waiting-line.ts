import { resourceExhausted } from '../errors/domain-error.ts';
import { endOf } from './request-end.ts';

/** Lets so many callers in at a time. The others wait in line, in the order in which they came. */
export interface WaitingLine {
  /** How many wait. */
  readonly length: number;
  /**
   * Waits for a place, until the signal aborts.
   *
   * @returns what gives the place back.
   * @throws DomainError ResourceExhausted at once when too many wait already; what the signal ended with.
   */
  enter(signal: AbortSignal): Promise<() => void>;
}

/**
 * @param places how many may be in.
 * @param waiting how many may wait.
 * @param name of what they wait for, as a client may know it: "The account store".
 */
export function createWaitingLine({ places, waiting, name }: LineOptions): WaitingLine {
  let free = places;
  // Those who wait, as what lets them in.
  const line = new Set<() => void>();

  /** Of one who is in: the place is the next one's, or free. */
  const place = () => {
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      const [next] = line;
      if (next) next();
      else free += 1;
    };
  };

  return {
    get length() {
      return line.size;
    },
    enter(signal) {
      if (signal.aborted) return Promise.reject(endOf(signal));
      if (free > 0) {
        free -= 1;
        return Promise.resolve(place());
      }
      if (line.size >= waiting) return Promise.reject(overloaded(name));
      return new Promise((resolve, reject) => {
        const leaveLine = () => {
          line.delete(letIn);
          signal.removeEventListener('abort', giveUp);
        };
        const letIn = () => {
          leaveLine();
          resolve(place());
        };
        const giveUp = () => {
          leaveLine();
          reject(endOf(signal));
        };
        line.add(letIn);
        signal.addEventListener('abort', giveUp);
      });
    },
  };
}

interface LineOptions {
  places: number;
  waiting: number;
  name: string;
}

/** Nothing was done for the caller yet. */
function overloaded(name: string) {
  const message = `${name} has more to do than it can; retry later.`;
  return resourceExhausted(message, { reason: 'OVERLOADED', retryAfterMs: 1_000 });
}
