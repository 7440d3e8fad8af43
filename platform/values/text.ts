import type { Violations } from './violations.ts';

export interface TextRule {
  /** In characters (Unicode code points), as the text is stored. */
  max: number;
  /** May it be blank? It is then stored as empty. */
  blank?: boolean;
  /** May it have several lines? Every kind of line break is stored as a line feed, and a tab as a blank. */
  lines?: boolean;
}

/**
 * Checks a text and returns it as it is to be stored and compared: in Unicode's normalisation form C
 * (https://unicode.org/reports/tr15/), so that what looks equal is equal, and without the blanks at its ends.
 * What nobody sees is refused by its code point: it makes two equal texts differ, or shows them otherwise than they are
 * written. What PostgreSQL cannot store (NUL), and what has no UTF-8 form (half a surrogate pair), are among that.
 */
export function checkText(violations: Violations, field: string, value: string, rule: TextRule): string {
  const given = rule.lines ? inLineFeeds(value) : value;
  if (TOO_MANY_MARKS.test(given)) {
    violations.add(field, 'must have at most 30 combining marks side by side');
    return '';
  }
  const text = given.normalize('NFC').trim();
  const refused = REFUSED.exec(rule.lines ? text.replaceAll('\n', ' ') : text)?.[0];
  if (refused !== undefined) violations.add(field, `must not contain ${nameOf(refused)}`);
  const isEmpty = isBlank(text);
  if (!rule.blank && isEmpty) violations.add(field, 'must not be blank');
  // The cheap test first: a text is never longer in characters than in UTF-16 units.
  if (text.length > rule.max && [...text].length > rule.max) {
    violations.add(field, `must have at most ${rule.max.toLocaleString('en')} characters`);
  }
  return isEmpty ? '' : text;
}

/** No language has more (https://unicode.org/reports/tr15/#Stream_Safe_Text_Format), and to sort 100,000 of them takes seconds. */
const TOO_MANY_MARKS = /\p{M}{31}/u;

/** Has it nothing that can be seen? The braille pattern without dots is a symbol to Unicode, and a blank to the eye. */
export function isBlank(text: string): boolean {
  return /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(text);
}

/**
 * Control characters, line and paragraph separators, what turns the direction of what follows
 * (https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing), halves of surrogate pairs, and the character that
 * stands for one that was lost on its way.
 */
const REFUSED = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}\uFFFD]/u;

/** What browsers and word processors break lines with. */
function inLineFeeds(text: string): string {
  return text.replaceAll(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n').replaceAll('\t', ' ');
}

function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const what = KINDS.find(([pattern]) => pattern.test(character))?.[1];
  return `${name}, ${what}`;
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/\0/, 'the NUL character'],
  [/\p{Cc}/u, 'a control character'],
  [/[\p{Zl}\p{Zp}]/u, 'a line separator'],
  [/\p{Bidi_Control}/u, 'which changes the direction of the text'],
  [/\uFFFD/, 'which stands for a character that was lost'],
  [/^/, 'half a surrogate pair'],
];
