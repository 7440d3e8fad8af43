import { describe, expect, test } from 'vitest';
import { known } from '../execution/federation.ts';
import { federateWithPermissions, refused, signedIn } from './asked-by.ts';

const POST = 'type Post implements Item @key(fields: "id") { id: ID! title: String note: String next: Item }';
const DIARY = `type Diary implements Item @key(fields: "id") @authenticated
  { id: ID! title: String note: String next: Item mood: String }`;
const LETTER = `type Letter implements Item @key(fields: "id")
  { id: ID! title: String note: String @authenticated next: Item }`;

/** Items of three kinds: one is open, one is not, one has a field that is not. */
function items() {
  const field = { title: () => 'TITLE', note: () => 'NOTE', next: () => ITEMS[1] };
  return federateWithPermissions({
    item: {
      sdl: `type Query { items: [Item] any: [Any] diary: Diary diaries: [OnlyDiary] post: Post }
        interface Item { id: ID! title: String note: String next: Item }
        union Any = Post | Diary | Letter union OnlyDiary = Diary ${POST} ${DIARY} ${LETTER}`,
      resolvers: {
        Query: {
          items: () => ITEMS,
          any: () => ITEMS,
          diary: () => ITEMS[1],
          diaries: () => [ITEMS[1]],
          post: () => ITEMS[0],
        },
        Post: { ...field, __resolveReference: known({}) },
        Diary: { ...field, mood: () => 'MOOD', __resolveReference: known({}) },
        Letter: { ...field, __resolveReference: known({}) },
      },
    },
  });
}
const ITEMS = ['Post', 'Diary', 'Letter'].map((type, index) => ({ __typename: type, id: String(index) }));

test('a field of a type that its caller may not see is null, and is not fetched', async () => {
  const { ask, sent } = items();
  const answer = await ask('{ diary { __typename mood } diaries { __typename } }');
  expect(answer.data).toEqual({ diary: null, diaries: null });
  expect(refused(answer)).toEqual([
    ['UNAUTHENTICATED', 'diary'],
    ['UNAUTHENTICATED', 'diaries'],
  ]);
  expect(sent()).toBe('');
});

describe.each(['items', 'any'])('by an interface or a union, %s:', (list) => {
  test('what one type asks for is not asked for of the others', async () => {
    const { ask, sent } = items();
    const answer = await ask(`{ ${list} { __typename ... on Item { title note } } }`);
    expect(answer.data).toEqual({
      [list]: [
        { __typename: 'Post', title: 'TITLE', note: 'NOTE' },
        { __typename: 'Diary', title: null, note: null },
        { __typename: 'Letter', title: 'TITLE', note: null },
      ],
    });
    expect(refused(answer)).toEqual([
      ['UNAUTHENTICATED', `${list}.1.title`],
      ['UNAUTHENTICATED', `${list}.1.note`],
      ['UNAUTHENTICATED', `${list}.2.note`],
    ]);
    // Of the interface itself nothing is asked: a diary would be read, if only for the router to leave it out.
    const document = sent();
    expect(document).toContain(`{${list}{__typename ...on Letter{title}...on Post{title note}`);
    expect(document).not.toContain('Diary');
  });

  test('a fragment on what may not be seen is not sent', async () => {
    const { ask, sent } = items();
    const answer = await ask(`{ ${list} { __typename ... on Diary { mood } ...F } } fragment F on Diary { title }`);
    expect(answer.data).toEqual({
      [list]: [{ __typename: 'Post' }, { __typename: 'Diary', mood: null, title: null }, { __typename: 'Letter' }],
    });
    expect(refused(answer)).toEqual([
      ['UNAUTHENTICATED', `${list}.1.mood`],
      ['UNAUTHENTICATED', `${list}.1.title`],
    ]);
    expect(sent()).not.toMatch(/Diary|mood|title/);
  });

  test('who may see all sees all', async () => {
    const { ask } = items();
    const answer = await ask(`{ ${list} { ... on Item { note } ... on Diary { mood } } }`, signedIn());
    expect(answer).toEqual({ data: { [list]: [{ note: 'NOTE' }, { note: 'NOTE', mood: 'MOOD' }, { note: 'NOTE' }] } });
  });
});

test('an object reached by what may be seen is held to its own type', async () => {
  const { ask } = items();
  const answer = await ask('{ post { next { id title } } }');
  expect(answer.data).toEqual({ post: { next: null } });
  expect(refused(answer)).toEqual([['UNAUTHENTICATED', 'post.next.id']]);
});

test('an operation that would be asked of hundreds of types apart is refused', async () => {
  const sdl = `type Query { item: Item } interface Item { next: Item @shareable a: Int }
    ${['A', 'B', 'C', 'D'].map((name) => `type ${name} implements Item { next: Item a: Int }`).join(' ')}
    type Z implements Item { next: Item @authenticated a: Int }`.replace(' @shareable', '');
  const { ask } = federateWithPermissions({ item: { sdl, resolvers: { Query: { item: () => null } } } });
  const nested = (depth: number): string => (depth === 0 ? 'a' : `next { ${nested(depth - 1)} }`);
  expect(await ask(`{ item { ${nested(3)} } }`)).toEqual({ data: { item: null } });
  await expect(ask(`{ item { ${nested(30)} } }`)).rejects.toThrow('may see of some types alone, 500 times and more');
});

describe('what a value is of:', () => {
  const { ask, sent } = federateWithPermissions({
    shop: {
      sdl: `type Query { size: Size stamps: [[Stamp!]!] open: Int } type Mutation { stamp: Stamp open: Int }
        enum Size @requiresScopes(scopes: [["sizes"]]) { SMALL } scalar Stamp @authenticated`,
      resolvers: { Query: { size: () => 'SMALL', stamps: () => [['STAMP']], open: () => 1 } },
    },
  });

  test('an enum and a scalar are held to what they ask for', async () => {
    const answer = await ask('{ size stamps open }');
    expect(answer.data).toEqual({ size: null, stamps: null, open: 1 });
    expect(refused(answer)).toEqual([
      ['UNAUTHENTICATED', 'size'],
      ['UNAUTHENTICATED', 'stamps'],
    ]);
    expect(sent()).toBe('{open}');
    expect(refused(await ask('{ size stamps }', signedIn()))).toEqual([['FORBIDDEN', 'size']]);
    expect(await ask('{ size stamps }', signedIn('sizes'))).toEqual({ data: { size: 'SMALL', stamps: [['STAMP']] } });
  });
});

test('a root type may ask for something', async () => {
  const { ask, requests } = federateWithPermissions({
    shop: { sdl: 'type Query @authenticated { open: Int }', resolvers: { Query: { open: () => 1 } } },
  });
  expect(refused(await ask('{ open __typename }'))).toEqual([['UNAUTHENTICATED', 'open']]);
  expect(requests).toEqual([]);
  expect(await ask('{ open }', signedIn())).toEqual({ data: { open: 1 } });
});
