/** The beginning of a statement's text that is too long to be shown. */
export function shortenedText(text: string, length = MAX_LENGTH): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** In characters. */
const MAX_LENGTH = 1_000;
