import { ACCEPTED, BREAKS, INVISIBLE } from './hostile-texts.ts';

/** A string field of an RPC, as these checks reach it. */
export interface TextField {
  send(text: string): Promise<Outcome>;
  /** What became of a text, wherever it can be read. */
  stored(response: object): Promise<unknown[]>;
}

/** What the field was refused for, or the response. */
export type Outcome = { refused: string } | { response: object };

/** What is wrong with how a field stores texts: nothing for one that takes none, such as an id. */
export async function textProblems(field: TextField): Promise<string[]> {
  if ('refused' in (await field.send(newWord()))) return [];
  const problems = await Promise.all([
    ...Object.entries(INVISIBLE).map(([what, text]) => storedProblems(field, what, text, '', true)),
    ...Object.entries(BREAKS).map(([what, [given, clean]]) => {
      const word = newWord();
      return storedProblems(field, what, `${word}${given}b`, `${word}${clean}b`, true);
    }),
    ...Object.entries(ACCEPTED).map(([what, textOf]) => storedProblems(field, what, ...textOf(newWord()), false)),
    limitProblems(field),
  ]);
  return problems.flat();
}

/** What is wrong with how a field takes a token: what has another form in Unicode would not be found again. */
export async function tokenProblems(field: TextField): Promise<string[]> {
  const taken = ['w\u00f6rd', 'two words', 'x'.repeat(100_000)].map(async (text) =>
    'refused' in (await field.send(text)) ? [] : [`${text.slice(0, 20)}: it is not refused`],
  );
  return (await Promise.all(taken)).flat();
}

async function storedProblems(
  field: TextField,
  what: string,
  given: string,
  expected: string,
  mayBeRefused: boolean,
): Promise<string[]> {
  const outcome = await field.send(given);
  if ('refused' in outcome) return mayBeRefused ? [] : [`${what}: ${outcome.refused}`];
  const wrong = (await field.stored(outcome.response)).filter((read) => read !== expected);
  return wrong.map((read) => `${what}: ${JSON.stringify(read)} is stored, expected ${JSON.stringify(expected)}`);
}

/** The longest text is counted in code points, as it is stored. */
async function limitProblems(field: TextField): Promise<string[]> {
  const outcome = await field.send(`${newWord()}${'x'.repeat(100_000)}`);
  const [, limit] = ('refused' in outcome && / at most ([\d,]+) characters/.exec(outcome.refused)) || [];
  if (limit === undefined) return ['a text of 100,000 characters: it is not refused by the most that it may have'];
  const problems = LONG.map(async ([given, clean]) => {
    const word = newWord();
    const rest = Number(limit.replaceAll(',', '')) - word.length;
    const longest = `${word}${clean.repeat(rest)}`;
    const more = await field.send(`${word}${given.repeat(rest + 1)}`);
    return [
      ...(await storedProblems(field, `${limit} times ${given}`, `${word}${given.repeat(rest)}`, longest, false)),
      ...('refused' in more ? [] : [`one ${given} more than ${limit}: it is not refused`]),
    ];
  });
  return (await Promise.all(problems)).flat();
}

/** A character, and as it is stored: of two UTF-16 units, and of two code points. */
const LONG = [
  ['😀', '😀'],
  ['e\u0301', '\u00e9'],
] as const;

let words = 0;

/** One that no text has had before: as a key it stands for no other request. */
function newWord(): string {
  words += 1;
  return `word${words}`;
}
