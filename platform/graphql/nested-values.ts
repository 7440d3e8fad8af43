/** Levels of lists and objects: what reads or writes them descends by recursion, and the stack has an end. */
export const MAX_DEPTH = 500;

/** Is a value nested beyond what it may be? It goes level by level, without recursion. */
export function isNestedTooDeeply(value: unknown): boolean {
  let level = [value];
  for (let above = 0; level.length > 0; above += 1) {
    if (above > MAX_DEPTH) return true;
    level = level.flatMap((entry) => (typeof entry === 'object' && entry !== null ? Object.values(entry) : []));
  }
  return false;
}
