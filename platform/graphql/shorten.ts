/** @returns the beginning of a text that may have a client's value or key in it, which may be as long as a request. */
export function shorten(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}

/** In characters: more than a client reads. */
const MAX_LENGTH = 300;
