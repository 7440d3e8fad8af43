/**
 * A number from 0 up to a limit, the same for the same seed and otherwise as good as any.
 *
 * @param seed anything that JSON can write.
 */
export function pick(seed: unknown, limit: number): number {
  // FNV-1a, and MurmurHash3's last step: without it the low bits of alike seeds are alike.
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(seed)) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % limit;
}
