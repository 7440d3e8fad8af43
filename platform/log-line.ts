import { redactUrls } from './values/redact-urls.ts';

/**
 * A log line as it is written: no URL in it has a password, whichever library put it there, and none is longer than a few
 * dozen kilobytes, whatever a server answered or a client sent.
 *
 * @param line one JSON object, and the end of the line.
 */
export function logLine(line: string): string {
  // In this order: a URL that is cut in the middle of its password could not be told from other text.
  const redacted = redactUrls(line);
  if (redacted.length <= MAX_LINE) return redacted;
  const { level, time, requestId, ...rest } = JSON.parse(redacted) as Record<string, unknown>;
  const shortened = { level, time, requestId, ...(shorten(rest) as object), isShortened: true };
  const text = JSON.stringify(shortened);
  return `${text.length <= MAX_LINE ? text : JSON.stringify({ level, time, requestId, msg: TOO_LARGE })}\n`;
}

/** In characters. */
const MAX_LINE = 32_768;
const MAX_TEXT = 2_000;
const MAX_ENTRIES = 20;
const TOO_LARGE = 'a log line was too large to be written';

function shorten(value: unknown): unknown {
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map(shorten);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shorten(inner)]));
}
