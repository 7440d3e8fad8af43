/** Asks when somebody wants to know, and once for all who do: fields of one object that have one answer. */
export function askedOnce<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => (asked ??= ask());
}
