/**
 * Watches whether this process stands still: on a machine that has much else to do it may, and so may the parts that run
 * beside it or in it. Whoever stands still for longer than the keepalive of gRPC (platform/grpc/keepalive.ts) is taken for
 * lost, as it should be, and a client is told to come again.
 */
export function watchPauses(): {
  /** Did it stand still since a time of `performance.now()`, or just before? */
  since(time: number): boolean;
  stop(): void;
} {
  let [last, paused] = [performance.now(), Number.NEGATIVE_INFINITY];
  const timer = setInterval(() => {
    const now = performance.now();
    if (now - last > PAUSE_MS) paused = now;
    last = now;
  }, LOOK_MS);
  return { since: (time) => paused > time - AFTERWARDS_MS, stop: () => clearInterval(timer) };
}

const LOOK_MS = 100;
/** Less than the keepalive: the others may stand still for longer than this process. */
const PAUSE_MS = 2_000;
/** So long connections may take to come back. */
const AFTERWARDS_MS = 5_000;
