import type protobuf from 'protobufjs';
import { byteReader } from './byte-reader.ts';
import { byteWriter } from './byte-writer.ts';
import { fieldsOf } from './field-codecs.ts';
import { functionName } from './function-name.ts';
import { readerSource } from './reader-source.ts';
import { writerSource } from './writer-source.ts';

/** How a message becomes bytes, and bytes a message. */
export interface MessageCodec {
  serialize(message: object): Buffer;
  /** @throws RangeError for bytes that are no such message. */
  deserialize(bytes: Buffer): object;
}

/**
 * Compiles what writes and reads a message, and those in it, straight from and to the plain objects that `npm run generate` types.
 * The loader's own makes protobufjs' objects in between, and takes three to six times as long
 * (docs/decisions/proto-loader.md).
 *
 * @returns undefined for what it does not know, such as a map or a message in itself: the loader's own serves for it.
 */
export function messageCodec(type: protobuf.Type): MessageCodec | undefined {
  const types = messagesOf(type);
  if (!types) return undefined;
  const write = compile(types.map(writerSource), type, 'w', writer) as (message: object) => void;
  const read = compile(types.map(readerSource), type, 'r', reader) as (end: number) => object;
  return {
    serialize(message) {
      if (Array.isArray(message)) throw new TypeError(`Expected ${type.name}, got a list.`);
      try {
        write(message);
      } catch (error) {
        // The next message begins with an empty buffer.
        writer.take();
        throw error;
      }
      return writer.take();
    },
    deserialize(bytes) {
      try {
        return read(reader.begin(bytes));
      } finally {
        reader.end();
      }
    },
  };
}

const writer = byteWriter();
const reader = byteReader();

/** A message and all in it, innermost first. */
function messagesOf(type: protobuf.Type, outer: readonly protobuf.Type[] = []): protobuf.Type[] | undefined {
  const fields = fieldsOf(type);
  if (!fields || outer.includes(type)) return undefined;
  const found = new Set<protobuf.Type>();
  for (const { message } of fields) {
    if (!message) continue;
    const inner = messagesOf(message, [...outer, type]);
    if (!inner) return undefined;
    for (const one of inner) found.add(one);
  }
  return [...found, type];
}

/** The source is made from the names and numbers of the project's own contracts alone, as protobufjs makes its own. */
function compile(sources: string[], type: protobuf.Type, parameter: string, argument: object): unknown {
  const body = `'use strict';\n${sources.join('\n')}\nreturn ${functionName(type)};`;
  // oxlint-disable-next-line typescript/no-implied-eval -- A function that is compiled knows its fields; a loop over them takes twice as long.
  return new Function(parameter, body)(argument);
}
