/** Reads what changes while the process runs. */
export interface Following {
  /** The first read is over: what has changed since it began is read now. */
  begin(): void;
  stop(): void;
}

/**
 * Reads again after each change: one read at a time, the first one too, or an older one could end last and win. It watches
 * from the call on, or a change between the first read and the watching would be missed.
 *
 * @param poll tells of changes until what it returns is called.
 * @param reload never throws.
 */
export function followChanges(poll: (changed: () => void) => () => void, reload: () => Promise<void>): Following {
  let reading = true;
  let changed = false;
  const follow = async () => {
    reading = true;
    while (changed) {
      changed = false;
      await reload();
    }
    reading = false;
  };
  const stop = poll(() => {
    changed = true;
    if (!reading) void follow();
  });
  return { begin: () => void follow(), stop };
}
