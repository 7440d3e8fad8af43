import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageMaker } from '../../stand-in/made-up-message.ts';
import { readProto } from '../../stand-in/read-proto.ts';

const PROTO = `
  syntax = "proto3";
  package shop.book.v1;
  import "google/protobuf/timestamp.proto";
  message Book {
    string id = 1;
    Format format = 2;
    repeated Line lines = 3;
    map<string, int32> stock = 4;
    Book sequel = 5;
    google.protobuf.Timestamp print_time = 6;
    oneof weight { double grams = 7; string label = 8; }
    optional int64 pages = 9;
    bytes cover = 10;
    bool sold = 11;
    repeated string author_ids = 12;
    enum Format { FORMAT_UNSPECIFIED = 0; FORMAT_HARDBACK = 1; }
    message Line { string text = 1; }
  }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stand-in-'));
  await writeFile(join(folder, 'book.proto'), PROTO);
});
afterAll(() => rm(folder, { recursive: true }));

describe('a message made from any proto', () => {
  test('has a value of each type, and ends where it would hold itself', () => {
    const type = readProto({ protosFolder: folder, protoFile: 'book.proto' }).lookupType('shop.book.v1.Book');
    const book = messageMaker(() => undefined).message(type, 'a seed', { id: 'B1' });
    const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;
    const line = { text: expect.stringMatching(/^Line text \w+$/) };
    expect(book).toEqual({
      id: 'B1',
      format: 'FORMAT_HARDBACK',
      lines: [line, line, line],
      stock: [],
      sequel: null,
      printTime: { seconds: expect.any(Number), nanos: 0 },
      grams: expect.any(Number),
      label: expect.stringMatching(/^Book label \w+$/),
      pages: expect.stringMatching(/^\d+$/),
      cover: expect.any(Buffer),
      sold: false,
      authorIds: [uuid, uuid, uuid],
    });
  });
});
