/**
 * @param most by how many letters they may differ; by default a fourth of them, two at most.
 * @returns the name that somebody meant who wrote another, if one is near enough.
 */
export function nearestName(
  written: string,
  names: readonly string[],
  most = Math.min(2, Math.floor((written.length - 2) / 4)),
): string | undefined {
  let nearest: string | undefined;
  let least = most;
  for (const name of names) {
    if (Math.abs(name.length - written.length) > least) continue;
    const distance = distanceOf(written.toUpperCase(), name.toUpperCase());
    if (distance <= least && (nearest === undefined || distance < least)) [nearest, least] = [name, distance];
  }
  return nearest;
}

/** How many letters are to be added, taken away or put in the place of others (https://en.wikipedia.org/wiki/Levenshtein_distance). */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [column, otherLetter] of [...other].entries()) {
      const [left = 0, above = 0, diagonal = 0] = [next[column], row[column + 1], row[column]];
      next.push(Math.min(left + 1, above + 1, diagonal + (letter === otherLetter ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
