/**
 * Makes labels of what clients send: the first names that come keep their own, and all others are "other". A client can send
 * any name, and as many as it likes, and each would be a series of its own for as long as the process runs.
 *
 * @param max names with a label of their own.
 */
export function boundedLabels(max: number): (name: string) => string {
  const labels = new Set<string>();
  return (name) => {
    if (labels.has(name)) return name;
    if (labels.size === max || name.length > MAX_LENGTH) return OTHER;
    labels.add(name);
    return name;
  };
}

export const OTHER = 'other';

/** In characters. */
const MAX_LENGTH = 64;
