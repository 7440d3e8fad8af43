import type { ServiceDefinition } from '@grpc/grpc-js';
import type { LoadedService } from '@commerce/platform/grpc/proto';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../refusal.ts';
import { REFUSED } from './hostile-texts.ts';
import { type Calls, readBack } from './read-back.ts';
import { type StringField, stringFields } from './string-fields.ts';
import { type Outcome, type TextField, textProblems, tokenProblems } from './text-problems.ts';
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
  /** Strings that are compared to the letter and have ASCII characters alone, such as `LinkAccount.subject`. */
  tokens?: readonly string[];
}): void {
  const fields = stringFields(options.service).map((field) => [`${field.rpc}.${field.path}`, field] as const);

  const requestFor = async ({ rpc }: StringField): Promise<object> => (await options.requests[rpc]?.()) ?? {};
  const textField = (field: StringField, request: () => Promise<object>): TextField => {
    const calls = options.client() as Calls;
    return {
      send: async (text) =>
        await send(calls, field, withValue(await request(), field.path, field.isList ? [text] : text)),
      stored: (response) => readBack(calls, response, field.path.split('.').at(-1) ?? ''),
    };
  };

  describe.each(fields)('%s', (name, field) => {
    const isToken = options.tokens?.includes(name) ?? false;

    test('takes no text that shows something else than it holds', async () => {
      const request = await requestFor(field);
      const { send: sendText } = textField(field, () => Promise.resolve(request));
      const outcomes = await Promise.all(
        Object.entries(REFUSED).map(async ([what, character]) => [what, await sendText(`a${character}b`)] as const),
      );
      // A list of ids has holes for what is none.
      const taken = outcomes.filter(([, outcome]) => !field.isList && !('refused' in outcome));
      expect(taken).toEqual([]);
    });

    test('stores a text as it is written, in one form, and counts its characters', async () => {
      // Each text is sent with a request of its own, so that no other one comes in between.
      const text = textField(field, () => requestFor(field));
      const problems = field.isList ? [] : isToken ? await tokenProblems(text) : await textProblems(text);
      expect(problems).toEqual([]);
    });
  });
}

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
