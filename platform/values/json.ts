import { randomBytes } from 'node:crypto';

/**
 * Reads JSON as `JSON.parse` does, but an integer that a number cannot hold becomes a BigInt with the same digits
 * (https://www.rfc-editor.org/rfc/rfc8259#section-6). Only a text that has such a run of digits is read twice.
 *
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  return withBigIntegers(text, JSON.parse(text));
}

/**
 * @param text JSON.
 * @param value what `JSON.parse` made of it.
 * @returns the value itself when it has no integer that changed, and otherwise another that has them as BigInts.
 */
export function withBigIntegers(text: string, value: unknown): unknown {
  if (!MANY_DIGITS.test(text)) return value;
  const marked = markBigIntegers(text);
  return marked === text ? value : toBigIntegers(JSON.parse(marked));
}

/** Writes JSON as `JSON.stringify` does, and a BigInt as an integer: what `parseJson` reads again. */
export function writeJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // What it throws for a BigInt; where it is for something else, it does so again.
    if (!(error instanceof TypeError)) throw error;
  }
  const marked = JSON.stringify(value, (_key, entry: unknown) =>
    typeof entry === 'bigint' ? markedInteger(String(entry)) : entry,
  );
  return withMarkedIntegers(marked);
}

/** @returns a text that stands for an integer in JSON, and in the texts in it, until `withMarkedIntegers` puts it there. */
export function markedInteger(digits: string): string {
  return `${MARK}${digits}`;
}

export function withMarkedIntegers(json: string): string {
  return json.includes(MARK) ? json.replaceAll(MARKED, '$1') : json;
}

/** Would it be written otherwise than it stands: is there a BigInt in it, or a text that stands for an integer? */
export function holdsBigIntegers(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(MARK);
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint';
  // A list of its values would be made for each of a thousand entities.
  for (const key in value) if (holdsBigIntegers((value as Record<string, unknown>)[key])) return true;
  return false;
}

/** Fewer are always held. */
const MANY_DIGITS = /\d{16}/;

/** To read a number of a million digits takes seconds; 256 bits have 78. A longer one is rounded, as all were. */
export const MAX_DIGITS = 80;
const DIGITS = new RegExp(`\\d{16,${MAX_DIGITS}}`, 'g');

/** Begins a text that stands for an integer. Nobody can guess it, so no text of a client's begins so. */
const MARK = `${randomBytes(9).toString('base64url')} `;
const MARKED = new RegExp(`\\\\?"${MARK}(-?\\d+)\\\\?"`, 'g');

/** Puts texts in place of the large integers. Node 20 does not tell a reviver what a number was written as. */
function markBigIntegers(text: string): string {
  let marked = '';
  let copied = 0;
  // The next string that is not passed.
  let string = nextString(text, 0);
  for (const { 0: digits, index } of text.matchAll(DIGITS)) {
    while (string.end <= index) string = nextString(text, string.end);
    const begin = text[index - 1] === '-' ? index - 1 : index;
    const end = index + digits.length;
    if (string.begin < index || OF_A_NUMBER.test(`${text[begin - 1] ?? ''} ${text[end] ?? ''}`)) continue;
    if (Number.isSafeInteger(Number(digits))) continue;
    marked += `${text.slice(copied, begin)}"${markedInteger(text.slice(begin, end))}"`;
    copied = end;
  }
  return copied === 0 ? text : marked + text.slice(copied);
}

/** What stands beside digits that are a part of a number: the rest of it is a fraction, an exponent or more digits. */
const OF_A_NUMBER = /[\d.eE+-]/;

function nextString(text: string, from: number): { begin: number; end: number } {
  const begin = text.indexOf('"', from);
  if (begin === -1) return { begin: Infinity, end: Infinity };
  for (let end = text.indexOf('"', begin + 1); ; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return { begin, end: end + 1 };
  }
}

/** In place, and without recursion: the stack has an end, where what is nested has none. */
function toBigIntegers(marked: unknown): unknown {
  const root: Record<string, unknown> = { marked };
  const open: Record<string, unknown>[] = [root];
  for (let parent = open.pop(); parent; parent = open.pop()) {
    for (const key of Object.keys(parent)) {
      const value = parent[key];
      if (typeof value === 'string' && value.startsWith(MARK)) parent[key] = BigInt(value.slice(MARK.length));
      else if (typeof value === 'object' && value !== null) open.push(value as Record<string, unknown>);
    }
  }
  return root['marked'];
}
