import type { CSSProperties } from 'react';

/** A subgraph's colour, the same wherever it is shown and whoever else is: as `--hue` for the styles. */
export function colourOf(subgraph: string): CSSProperties {
  let hash = 1;
  for (const letter of subgraph) hash = (hash * 53 + (letter.codePointAt(0) ?? 0)) % 9_973;
  return { '--hue': HUES[hash % HUES.length] } as CSSProperties;
}

/** Degrees, far enough apart to be told from each other, and none of them the red of errors. */
const HUES = [276, 32, 96, 152, 212, 320, 186, 52];
