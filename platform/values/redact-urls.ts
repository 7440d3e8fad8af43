/**
 * A text as a log or an error may show it: its URLs have neither user and password nor, when they are of HTTP, a query, which
 * may be a signature. Any text may have one: libraries put the URL that they were given into their errors.
 *
 * @see https://url.spec.whatwg.org/#url-writing
 */
export function redactUrls(text: string): string {
  return text.replaceAll(USER, '://***@').replaceAll(QUERY, '$1?***');
}

/** Up to the last @ before what ends the authority; a password may have one more. Quotes and backslashes end it in JSON. */
const USER = /:\/\/[^\s/?#"'<>\\]*@/g;

/** The limit keeps the search short in a text of many beginnings. */
const QUERY = /(\bhttps?:\/\/[^\s?#"'<>\\]{1,2000})\?[^\s"'<>\\)]*/gi;
