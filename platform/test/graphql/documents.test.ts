import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { createDocuments } from '../../graphql/documents.ts';
import { RefusedRequest } from '../../graphql/refused-request.ts';

const schema = buildSchema('type Query { a: Int b: Query }');
const other = buildSchema('type Query { a: String }');
/** Together longer than all that is kept. */
const flood = Array.from({ length: 40 }, (_, n) => `{ f${n}: a } #${'x'.repeat(50_000)}`);

function refusalOf(look: () => unknown): Pick<RefusedRequest, 'errors'> {
  try {
    look();
  } catch (error) {
    if (error instanceof RefusedRequest) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

test('a document that comes again is the same one', () => {
  const documents = createDocuments(false);
  expect(documents.documentOf(schema, '{ a }')).toBe(documents.documentOf(schema, '{ a }'));
  expect(documents.documentOf(schema, '{ a }')).not.toBe(documents.documentOf(schema, '{ a  }'));
});

test('another schema has documents of its own: what was valid may not be', () => {
  const documents = createDocuments(false);
  documents.documentOf(schema, '{ b { a } }');
  expect(refusalOf(() => documents.documentOf(other, '{ b { a } }')).errors).toMatchObject([
    { message: 'Cannot query field "b" on type "Query".', extensions: { reason: 'GRAPHQL_VALIDATION_FAILED' } },
  ]);
});

test('a flood of documents drives out those before it, and none that is to be kept', () => {
  const documents = createDocuments(false);
  documents.keep(new Set(['{ kept: a }']));
  const [kept, usual] = ['{ kept: a }', '{ usual: a }'].map((text) => documents.documentOf(schema, text));
  for (const text of flood) documents.documentOf(schema, text);
  expect(documents.documentOf(schema, '{ kept: a }')).toBe(kept);
  expect(documents.documentOf(schema, '{ usual: a }')).not.toBe(usual);
});

test('what is to be kept no more is forgotten', () => {
  const documents = createDocuments(false);
  documents.keep(new Set(['{ kept: a }']));
  const before = documents.documentOf(schema, '{ kept: a }');
  documents.keep(new Set());
  expect(documents.documentOf(schema, '{ kept: a }')).not.toBe(before);
});

test('names that a client may have meant are said where the schema may be seen', () => {
  const message = (showsSchema: boolean) =>
    refusalOf(() => createDocuments(showsSchema).documentOf(buildSchema('type Query { field: Int }'), '{ fiel }'))
      .errors[0]?.message;
  expect(message(true)).toContain('Did you mean "field"?');
  expect(message(false)).toBe('Cannot query field "fiel" on type "Query".');
});

test.each([
  ['{ a b { a } }', 3],
  ['{ ...F ...F } fragment F on Query { a }', 4],
  ['{ ... { a } }', 2],
  // The largest of several decides.
  ['query A { a } query B { a b { a } }', 3],
])('%s has %i selections', (text, count) => {
  const look = (maxSelections: number) => () =>
    createDocuments(false, { maxTokens: 1_000, maxSelections }).documentOf(schema, text);
  expect(look(count)).not.toThrow();
  expect(refusalOf(look(count - 1)).errors[0]?.message).toContain(`more than ${count - 1} selections`);
});

test('fragments that double are counted without being followed each time', () => {
  const fragments = Array.from({ length: 60 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
  const text = `{ ...F0 } ${fragments.join(' ')} fragment F60 on Query { a }`;
  const documents = createDocuments(false, { maxTokens: 10_000, maxSelections: 1_000 });
  expect(refusalOf(() => documents.documentOf(schema, text)).errors[0]?.message).toContain('more than 1000 selections');
});
