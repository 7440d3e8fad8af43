import type { ServiceDefinition } from '@grpc/grpc-js';
import type { LoadedService } from '@commerce/platform/grpc/proto';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../refusal.ts';
import { ACCEPTED, BREAKS, INVISIBLE, REFUSED } from './hostile-texts.ts';
import { type Calls, readBack } from './read-back.ts';
import { type StringField, stringFields } from './string-fields.ts';
import { withValue } from './with-value.ts';

/**
 * What every string that a core takes is held to: none lets a hostile one through, and one that is a text, and no id, number
 * or token, is stored in one form. They are read from the proto, so that a field which is added is held to it, too.
 *
 * @param options.requests for each RPC that needs more than the one string: a request that it takes.
 */
export function textContract(options: {
  service: LoadedService<ServiceDefinition>;
  client: () => object;
  requests: Readonly<Record<string, () => Promise<object> | object>>;
}): void {
  const fields = stringFields(options.service).map((field): [string, StringField] => [
    `${field.rpc}.${field.path}`,
    field,
  ]);

  const requestFor = async ({ rpc }: StringField): Promise<object> => (await options.requests[rpc]?.()) ?? {};
  const subjectFor = (field: StringField, request: () => Promise<object>): Subject => {
    const calls = options.client() as Calls;
    return {
      send: async (text) =>
        await send(calls, field, withValue(await request(), field.path, field.isList ? [text] : text)),
      stored: (response) => readBack(calls, response, field.path.split('.').at(-1) ?? ''),
    };
  };

  describe.each(fields)('%s', (_name, field) => {
    test('takes no text that shows something else than it holds', async () => {
      const request = await requestFor(field);
      const subject = subjectFor(field, () => Promise.resolve(request));
      const outcomes = await Promise.all(
        Object.entries(REFUSED).map(async ([what, character]) => [what, await subject.send(`a${character}b`)] as const),
      );
      // A list of ids has holes for what is none.
      const taken = outcomes.filter(([, outcome]) => !field.isList && !('refused' in outcome));
      expect(taken).toEqual([]);
    });

    test('stores a text as it is written, in one form, and counts its characters', async () => {
      // Each is sent with a request of its own, so that no other one comes in between.
      const subject = subjectFor(field, () => requestFor(field));
      if (field.isList || 'refused' in (await subject.send(newWord()))) return;
      await expectTexts(subject);
      await expectLimit(subject);
    });
  });
}

interface Subject {
  send: (text: string) => Promise<Outcome>;
  /** What became of a text, wherever it can be read. */
  stored: (response: object) => Promise<unknown[]>;
}

/** What the field was refused for, or the response. */
type Outcome = { refused: string } | { response: object };

/** @throws Error when another field is at fault. */
async function send(calls: Calls, { functionName, path }: StringField, request: object): Promise<Outcome> {
  const call = calls[functionName];
  if (!call) throw new Error(`There is no ${functionName}.`);
  try {
    return { response: await call(request) };
  } catch (error) {
    const { kind, fields } = await refusalOf(Promise.reject(error));
    const message = error instanceof Error ? error.message : '';
    if (kind === 'InvalidArgument' && fields.includes(path)) return { refused: message };
    throw new Error(`Not ${path} is refused, but: ${message} Give a request that it takes in \`requests\`.`, {
      cause: error,
    });
  }
}

async function expectTexts({ send: sendText, stored }: Subject): Promise<void> {
  const expectStored = async (what: string, given: string, text: string, mayBeRefused: boolean) => {
    const outcome = await sendText(given);
    if ('refused' in outcome) return expect([what, mayBeRefused]).toEqual([what, true]);
    for (const read of await stored(outcome.response)) expect([what, read]).toEqual([what, text]);
  };
  await Promise.all([
    ...Object.entries(INVISIBLE).map(([what, text]) => expectStored(what, text, '', true)),
    ...Object.entries(BREAKS).map(([what, [given, clean]]) => {
      const word = newWord();
      return expectStored(what, `${word}${given}b`, `${word}${clean}b`, true);
    }),
    ...Object.entries(ACCEPTED).map(([what, textOf]) => expectStored(what, ...textOf(newWord()), false)),
  ]);
}

/** The longest text is counted in code points, as it is stored. */
async function expectLimit({ send: sendText, stored }: Subject): Promise<void> {
  const tooLong = await sendText(`${newWord()}${'x'.repeat(100_000)}`);
  const [, limit = ''] = ('refused' in tooLong && / at most ([\d,]+) characters/.exec(tooLong.refused)) || [];
  expect(limit).not.toBe('');
  for (const [given, character] of [
    ['😀', '😀'],
    ['e\u0301', '\u00e9'],
  ] as const) {
    const word = newWord();
    const rest = Number(limit.replaceAll(',', '')) - word.length;
    const longest = await sendText(`${word}${given.repeat(rest)}`);
    if ('refused' in longest) throw new Error(`${limit} characters are refused: ${longest.refused}`);
    for (const read of await stored(longest.response)) expect(read).toBe(`${word}${character.repeat(rest)}`);
    expect(await sendText(`${word}${given.repeat(rest + 1)}`)).toEqual({ refused: expect.any(String) });
  }
}

let words = 0;

/** One that no text has had before: as a key it stands for no other request. */
function newWord(): string {
  words += 1;
  return `word${words}`;
}
