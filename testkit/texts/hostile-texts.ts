// What clients send as texts. Each stands for a kind: a text field that lets one of them through shows something else than
// it holds, or holds two texts that look the same.

/** What no text may hold, each by itself between letters. */
export const REFUSED: Readonly<Record<string, string>> = {
  // Control characters.
  ...codePoints(0x00, 0x01, 0x08, 0x0e, 0x1b, 0x1f, 0x7f, 0x80, 0x84, 0x86, 0x9f),
  // What turns the direction of what follows, or of what is around.
  ...codePoints(0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069),
  'what stands for a lost character': '\uFFFD',
  'the first half of a surrogate pair': '\uD83D',
  'the second half of a surrogate pair': '\uDE00',
  'a surrogate pair the wrong way round': '\uDE00\uD83D',
  'more marks than any language has': '\u0301'.repeat(31),
  'marks that take long to sort': '\u0301\u0323'.repeat(1_000),
};

/** What is refused in one line, and in several becomes what stands beside it. */
export const BREAKS: Readonly<Record<string, [given: string, stored: string]>> = {
  'a line feed': ['\n', '\n'],
  'a carriage return and a line feed': ['\r\n', '\n'],
  'a carriage return': ['\r', '\n'],
  'a vertical tab': ['\v', '\n'],
  'a form feed': ['\f', '\n'],
  'a next line': ['\u0085', '\n'],
  'a line separator': ['\u2028', '\n'],
  'a paragraph separator': ['\u2029', '\n'],
  'a tab': ['\t', ' '],
};

/** What nobody sees: refused as blank, or stored as nothing. */
export const INVISIBLE: Readonly<Record<string, string>> = {
  'a no-break space': '\u00A0',
  'an ideographic space': '\u3000',
  'a soft hyphen': '\u00AD',
  'a combining grapheme joiner': '\u034F',
  'Hangul fillers': '\u115F\u1160\u3164\uFFA0',
  'a Mongolian vowel separator': '\u180E',
  'a zero width space': '\u200B',
  'zero width joiners': '\u200C\u200D',
  'a word joiner': '\u2060',
  'invisible operators': '\u2061\u2064',
  'a braille pattern without dots': '\u2800',
  'a byte order mark': '\uFEFF',
  'a variation selector': '\uFE0F',
  'a tag': '\u{E0041}',
  'a musical format character': '\u{1D173}',
  'several of them': ' \u200B\u3000\u2060 ',
};

/** What people write, and how it is stored. `w` is a word that makes it one of its own. */
export const ACCEPTED: Readonly<Record<string, (w: string) => [given: string, stored: string]>> = {
  'blanks at its ends': (w) => [` \u3000${w}\u00A0 `, w],
  'composed letters, decomposed': (w) => [`${w} Ame\u0301lie A\u030A \u212B`, `${w} Am\u00E9lie \u00C5 \u00C5`],
  'a Vietnamese letter of three parts': (w) => [`${w} e\u0302\u0323`, `${w} \u1EC7`],
  'Hangul in parts': (w) => [`${w} \u1112\u1161\u11AB`, `${w} \uD55C`],
  'a compatibility ideograph': (w) => [`${w} \uF900`, `${w} \u8C48`],
  'marks in another order': (w) => [`${w} q\u0307\u0323`, `${w} q\u0323\u0307`],
  'a voiced kana in two parts': (w) => [`${w} \u304B\u3099`, `${w} \u304C`],
  'an emoji of several': as('👩‍👩‍👧‍👦'),
  'a flag of tags': as('🏴󠁧󠁢󠁥󠁮󠁧󠁿'),
  'Persian with a joiner that is none': as('می\u200Cخواهم'),
  Arabic: as('مرحبا بالعالم'),
  Hebrew: as('שָׁלוֹם'),
  Hindi: as('बिल्ली'),
  Thai: as('น้ำผึ้ง'),
  Japanese: as('ガラスの花瓶'),
  'letters beyond 16 bits': as('𝒜𝒹𝒶 𠮷'),
  'what SQL means something by': as(`'); DROP TABLE accounts; -- " \\ % _`),
  'what HTML means something by': as('<script>alert(1)</script> &amp; &#0;'),
  'what a search means something by': as('AND (a OR b* ~ "c" : ^2 \\u0000 && || !'),
  'names of JavaScript': as('__proto__ constructor null undefined NaN'),
};

function as(text: string): (w: string) => [string, string] {
  return (w) => [`${w} ${text}`, `${w} ${text}`];
}

function codePoints(...codes: number[]): Record<string, string> {
  return Object.fromEntries(
    codes.map((code) => [`U+${code.toString(16).toUpperCase().padStart(4, '0')}`, String.fromCodePoint(code)]),
  );
}
