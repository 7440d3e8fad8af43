import { expect, test } from 'vitest';
import { refusalOf } from '@commerce/testkit/refusal';
import { readMaskOf } from '../../grpc/read-mask.ts';
import { libraryService } from './library-service.ts';

interface Shelf {
  id: string;
  room: string | null;
  name: string;
  createdAt: Date;
  ownerId: string;
  books: Book[];
  tags: string[];
  next: Shelf | null;
}
interface Book {
  isbn: string;
  title: string;
  cost: { currencyCode: string; amountMinor: bigint };
  blurb: string;
  copies: number;
}
/** As `npm run generate` would write them. */
interface ShelfMessage extends Omit<Shelf, 'createdAt' | 'books'> {
  _room: 'room';
  createTime: { seconds: string };
  books: BookMessage[];
}
interface BookMessage extends Book {
  totalCost: { currencyCode: string };
}

const fieldsOf = readMaskOf<ShelfMessage, Shelf>(libraryService, 'Shelf', {
  createTime: ['createdAt'],
  books: { totalCost: ['cost', 'copies'] },
});
const wholeBook = { isbn: true, title: true, cost: true, blurb: true, copies: true };
const plainFields = { id: true, room: true, name: true, createdAt: true, ownerId: true, tags: true, next: true };
const wholeShelf = { ...plainFields, books: wholeBook };

test.each([
  ['no mask', null],
  ['an empty mask', { paths: [] }],
  ['*', { paths: ['*'] }],
  ['* beside others', { paths: ['name', '*', 'books.title'] }],
])('%s asks for all fields', (_what, mask) => {
  expect(fieldsOf(mask)).toEqual(wholeShelf);
});

test.each<[path: string, fields: object]>([
  ['room', { room: true }],
  ['owner_id', { ownerId: true }],
  ['create_time', { createdAt: true }],
  ['create_time.seconds', { createdAt: true }],
  ['tags', { tags: true }],
  ['next', { next: true }],
  ['books', { books: wholeBook }],
  ['books.title', { books: { title: true } }],
  ['books.cost.currency_code', { books: { cost: true } }],
  ['books.total_cost', { books: { cost: true, copies: true } }],
])('%s', (path, fields) => {
  expect(fieldsOf({ paths: [path] })).toEqual(fields);
});

test('paths add up, in whatever order they come', () => {
  const paths = ['books.title', 'room', 'books.blurb', 'id', 'room'];
  const fields = { id: true, room: true, books: { title: true, blurb: true } };
  expect(fieldsOf({ paths })).toEqual(fields);
  expect(Object.keys(fieldsOf({ paths }))).toEqual(Object.keys(fieldsOf({ paths: paths.toReversed() })));
  expect(fieldsOf({ paths: ['books', 'books.title'] })).toEqual({ books: wholeBook });
});

test.each([
  '',
  'nothing',
  'createTime',
  'createdAt',
  'name.',
  'name.x',
  'books.nothing',
  'books.0',
  'tags.x',
  '*.name',
  'cost',
  '__proto__',
])('refuses the path "%s"', async (path) => {
  const read = async () => fieldsOf({ paths: ['name', path] });
  expect(await refusalOf(read())).toEqual({ kind: 'InvalidArgument', fields: ['readMask'] });
});

test('shows no more of a path than says which it is', () => {
  expect(() => fieldsOf({ paths: ['x'.repeat(10_000)] })).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/^.{1,200}$/) as string }),
  );
});
