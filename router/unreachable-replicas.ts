import { isLost, tryConnection } from '@commerce/platform/process/try-connection';

/** The replicas that could not be reached, until they can be. */
export interface UnreachableReplicas {
  has(origin: string): boolean;
  add(origin: string): void;
  /** Forgets those that are no replicas any more. */
  keep(origins: readonly string[]): void;
  close(): void;
}

/**
 * The router itself looks whether one is back. If requests did, those of a node that is lost without a word would wait for it, each
 * as long as a connection may take. And what is on a node that is back may not have found its own ways yet, to its cores and their
 * stores, and could answer nothing: it is left out until it has been there for some seconds.
 */
export function createUnreachableReplicas(): UnreachableReplicas {
  // No more than the name has addresses.
  const looks = new Map<string, Look>();
  const forget = (origin: string) => {
    looks.get(origin)?.stop();
    looks.delete(origin);
  };
  return {
    has: (origin) => looks.size > 0 && looks.has(origin),
    add(origin) {
      if (!looks.has(origin))
        looks.set(
          origin,
          lookFor(origin, () => looks.delete(origin)),
        );
    },
    keep(origins) {
      for (const origin of looks.keys()) if (!origins.includes(origin)) forget(origin);
    },
    close() {
      for (const origin of looks.keys()) forget(origin);
    },
  };
}

interface Look {
  stop(): void;
}

/** Looks again and again until a connection can be made; of a machine that was lost, for as long as it may take to be well. */
function lookFor(origin: string, onFound: () => void): Look {
  let timer: NodeJS.Timeout | undefined;
  let stopTrial: (() => void) | undefined;
  let wasLost = false;
  let backSince: number | undefined;
  const lookLater = () => (timer = setTimeout(look, LOOK_EVERY_MS).unref());
  const look = () => (stopTrial = tryConnection(origin, hear));
  const hear = (error?: NodeJS.ErrnoException) => {
    wasLost ||= isLost(error);
    backSince = error ? undefined : (backSince ?? performance.now());
    const isWell = backSince !== undefined && (!wasLost || performance.now() - backSince >= GET_WELL_MS);
    if (isWell) onFound();
    else lookLater();
  };
  lookLater();
  return {
    stop() {
      clearTimeout(timer);
      stopTrial?.();
    },
  };
}

/** Less than a replica takes to start, and nothing to one that is gone. */
const LOOK_EVERY_MS = 1_000;
/** More than gRPC and a core's looks at its database take to connect again. */
const GET_WELL_MS = 5_000;
