import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fromJSON, type MessageTypeDefinition } from '@grpc/proto-loader';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { describe, expect, test } from 'vitest';
import { type MessageCodec, messageCodec } from '../../grpc/message-codec/message-codec.ts';

// What is compiled for a message does what the loader's own does, to the last value.

const CONTRACT = `syntax = "proto3"; package shop;
  message Whole {
    string text = 1; int32 number = 2; uint32 natural = 3; int64 long = 4; uint64 natural_long = 5; bool yes = 6;
    double real = 7; Colour colour = 8; Part part = 9;
    optional string other_text = 10; optional int32 other_number = 11; optional int64 other_long = 12;
    optional bool other_yes = 13; optional Colour other_colour = 14; optional double other_real = 300;
    repeated string texts = 15; repeated int32 numbers = 16; repeated int64 longs = 17; repeated Colour colours = 18;
    repeated Part parts = 2048; repeated bool flags = 536870911; repeated double reals = 20;
    oneof choice { string word = 21; Part piece = 22; }
  }
  message Part { string name = 1; repeated Smallest smallest = 2; }
  message Smallest { int64 amount = 1; Colour colour = 2; }
  enum Colour { COLOUR_UNSPECIFIED = 0; RED = 1; GREEN = 70000; BELOW = -1; }
  message WithMap { map<string, string> labels = 1; }
  message WithBytes { Inner inner = 1; message Inner { bytes picture = 1; } }
  message Tree { repeated Branch branches = 1; message Branch { Tree tree = 1; } }
  message New { string text = 1; int32 ago = 30; string later = 31; fixed64 eight = 32; fixed32 four = 33; Part part = 34; }`;

const { root } = protobuf.parse(CONTRACT);
root.resolveAll();
const loaded = fromJSON(root.toJSON({ keepComments: false }), {
  longs: String,
  enums: String,
  defaults: true,
});

/** The loader's own. */
const loader = (name: string) => loaded[name] as MessageTypeDefinition<object, object>;

function own(name: string): MessageCodec {
  const codec = messageCodec(root.lookupType(name));
  if (!codec) throw new Error(`Nothing was compiled for ${name}.`);
  return codec;
}

describe('a message that is compiled', () => {
  const ours = own('shop.Whole');
  const theirs = loader('shop.Whole');

  test('is written and read as the loader does it', () => {
    fc.assert(
      fc.property(wholes(), (message) => {
        const right = theirs.deserialize(theirs.serialize(message));
        expect(ours.deserialize(theirs.serialize(message))).toEqual(right);
        expect(theirs.deserialize(ours.serialize(message))).toEqual(right);
        expect(Object.keys(ours.deserialize(ours.serialize(message))).toSorted()).toEqual(
          Object.keys(right).toSorted(),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test('is no larger than the loader makes it', () => {
    fc.assert(
      fc.property(wholes(), (message) => {
        expect(ours.serialize(message).length).toBeLessThanOrEqual(theirs.serialize(message).length);
      }),
    );
  });

  test.each([
    ['127 and 128 bytes in a message', [118, 119, 120, 121]],
    ['16,383 and 16,384', [16_370, 16_375, 16_380, 16_384]],
    ['more than the kept buffer', [2 ** 18 - 10, 2 ** 18, 2 ** 21, 2 ** 22]],
  ])('has the right lengths at %s', (_, lengths) => {
    for (const length of lengths) {
      for (const letter of ['a', 'é', '✓']) {
        const message = { parts: [{ name: letter.repeat(length), smallest: [{ amount: '1' }] }, { name: 'next' }] };
        expect(theirs.deserialize(ours.serialize(message))).toEqual(theirs.deserialize(theirs.serialize(message)));
        expect(ours.deserialize(ours.serialize(message))).toEqual(theirs.deserialize(theirs.serialize(message)));
      }
    }
  });

  test('is refused where it is cut off, and never read beyond its end', () => {
    fc.assert(
      fc.property(wholes(), fc.nat(), fc.nat(255), (message, at, byte) => {
        const bytes = Buffer.from(theirs.serialize(message));
        const cut = Buffer.concat([bytes, Buffer.alloc(64, 1)]).subarray(0, at % (bytes.length + 1));
        const changed = Buffer.from(bytes);
        if (bytes.length > 0) changed[at % bytes.length] = byte;
        const failures = [failureOf(ours, cut), failureOf(ours, changed)];
        expect(failures.filter((failure) => failure && !(failure instanceof RangeError))).toEqual([]);
        // Whatever the loader refuses is refused.
        expect(failureOf(theirs, cut) !== undefined && failures[0] === undefined).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['a text that is longer than what it is in', [74, 2, 10, 1, 120, 120]],
    ['a number that goes on after what it is in', [74, 3, 18, 1, 8, 5]],
    ['a number after the end of a list of numbers', [130, 1, 1, 128, 1]],
    ['an unknown text beyond the end', [74, 2, 90, 1, 120]],
    ['an unknown number of eight bytes beyond the end', [74, 2, 89, 1, 1, 1, 1, 1, 1, 1, 1]],
    ['a group', [91, 92]],
    ['a field without a number', [0, 0]],
    ['a number of eleven bytes', [16, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 1]],
    ['a long one of eleven bytes', [32, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 1]],
  ])('is refused for %s', (_, bytes) => {
    expect(() => ours.deserialize(Buffer.from(bytes))).toThrow(RangeError);
  });

  test('leaves no memory behind', async () => {
    const before = await buffersMb();
    expect(ours.serialize({ text: 'a'.repeat(100 * 2 ** 20) }).length).toBeGreaterThan(100 * 2 ** 20);
    await expect.poll(buffersMb).toBeLessThan(before + 50);
  });

  test.each([
    ['number', 2 ** 31],
    ['number', 1.5],
    ['number', '5'],
    ['natural', -1],
    ['natural', 2 ** 32],
    ['numbers', [1, 2 ** 31]],
    ['long', '9223372036854775808'],
    ['long', '-9223372036854775809'],
    ['naturalLong', '-1'],
    ['naturalLong', '18446744073709551616'],
    ['longs', ['1.5']],
    ['longs', ['many']],
  ])('does not make another number of %s %j', (field, value) => {
    expect(() => ours.serialize({ [field]: value })).toThrow(/32 bits|64 bits|BigInt/);
  });

  test('says what it expected', () => {
    expect(() => ours.serialize([])).toThrow('Expected Whole, got a list.');
    expect(() => ours.serialize({ texts: 'one' })).toThrow('texts: expected a list, got string.');
    expect(() => ours.serialize({ part: 'one' })).toThrow('Expected Part, got string.');
    expect(() => ours.serialize({ parts: [null] })).toThrow('Expected Part, got object.');
    expect(() => ours.serialize({ text: 'y', otherColour: 'MAUVE' })).toThrow('RED,GREEN,BELOW, got MAUVE.');
    // What was written until then does not stand in the next one.
    expect(ours.serialize({ text: 'x' })).toEqual(Buffer.from([10, 1, 120]));
  });
});

test('fields that a newer contract has are passed over', () => {
  const message = { text: 'x', ago: -3, later: 'y', eight: '7', four: 9, part: { name: 'z' } };
  const bytes = loader('shop.New').serialize(message);
  const old = own('shop.Part');
  expect(old.deserialize(bytes)).toEqual({ name: 'x', smallest: [] });
});

test('an enum value that a newer contract has stays a number', () => {
  const smallest = own('shop.Smallest');
  expect(smallest.deserialize(Buffer.from([16, 5]))).toEqual({ amount: '0', colour: 5 });
  expect(smallest.deserialize(smallest.serialize({ colour: 5 }))).toEqual({ amount: '0', colour: 5 });
});

test.each(['shop.WithMap', 'shop.WithBytes', 'shop.Tree'])('%s is left to the loader', (name) => {
  expect(messageCodec(root.lookupType(name))).toBeUndefined();
});

/** After all that nothing holds any more has gone. */
async function buffersMb(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  await setImmediate();
  collect();
  return process.memoryUsage().arrayBuffers / 2 ** 20;
}

/** What it throws. */
function failureOf(type: Pick<MessageCodec, 'deserialize'>, bytes: Buffer): unknown {
  try {
    type.deserialize(bytes);
    return undefined;
  } catch (error) {
    return error;
  }
}

function wholes(): fc.Arbitrary<object> {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constant('a'.repeat(200)));
  const int32 = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 127, 128, 2 ** 31 - 1, -(2 ** 31)));
  const int64 = fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
    fc.maxSafeInteger().map(String),
    fc.constantFrom('0', '-1', '9007199254740992', '-9223372036854775808', '9223372036854775807'),
  );
  const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
  const real = fc.double();
  const colour = fc.constantFrom('COLOUR_UNSPECIFIED', 'RED', 'GREEN', 'BELOW', 1);
  const list = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 5 });
  const smallest = fc.record({ amount: int64, colour }, { requiredKeys: [] });
  const part = fc.record({ name: text, smallest: list(smallest) }, { requiredKeys: [] });
  const maybe = <T>(one: fc.Arbitrary<T>) => fc.oneof(one, fc.constantFrom(null, undefined));
  return fc.record(
    {
      text: maybe(text),
      number: maybe(int32),
      natural: fc.nat(),
      long: maybe(int64),
      naturalLong: uint64,
      yes: maybe(fc.boolean()),
      real,
      colour: maybe(colour),
      part: maybe(part),
      otherText: maybe(text),
      otherNumber: maybe(int32),
      otherLong: maybe(int64),
      otherYes: maybe(fc.boolean()),
      otherColour: maybe(colour),
      otherReal: maybe(real),
      texts: list(text),
      numbers: list(int32),
      longs: list(int64),
      colours: list(colour),
      parts: list(part),
      flags: list(fc.boolean()),
      reals: list(real),
      word: maybe(text),
      piece: maybe(part),
    },
    { requiredKeys: [] },
  );
}
