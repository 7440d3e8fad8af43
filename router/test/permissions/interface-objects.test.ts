import { expect, test } from 'vitest';
import { known } from '../execution/federation.ts';
import { federateWithPermissions, refused, signedIn } from './asked-by.ts';

const MEDIA = [
  { __typename: 'Book', id: '1' },
  { __typename: 'Film', id: '2' },
];

/** Stock knows what kinds of media there are; ratings stands for all of them. */
function media(book: string, film: string) {
  return federateWithPermissions({
    stock: {
      sdl: `interface Media @key(fields: "id") { id: ID } ${book} ${film}`,
      resolvers: { Media: { __resolveReference: ({ id }: { id: string }) => MEDIA.find((each) => each.id === id) } },
    },
    ratings: {
      sdl: 'type Query { best: [Media] } type Media @key(fields: "id") @interfaceObject { id: ID stars: Int }',
      resolvers: {
        Query: { best: () => MEDIA.map(({ id }) => ({ id, stars: 5 })) },
        Media: { __resolveReference: known({ stars: 5 }) },
      },
    },
  });
}

test('an object that a subgraph has by its interface alone is of its type for who may not see all types', async () => {
  const { ask, requests } = media(
    'type Book implements Media @key(fields: "id") { id: ID }',
    'type Film implements Media @key(fields: "id") @authenticated { id: ID }',
  );
  const answer = await ask('{ best { stars } }');
  expect(answer.data).toEqual({ best: [{ stars: 5 }, { stars: null }] });
  expect(refused(answer)).toEqual([['UNAUTHENTICATED', 'best.1.stars']]);
  requests.splice(0);
  expect(await ask('{ best { stars } }', signedIn())).toEqual({ data: { best: [{ stars: 5 }, { stars: 5 }] } });
  expect(requests.map(({ subgraph }) => subgraph)).toEqual(['ratings']);
});

test('a key of it that no type shows is not shown', async () => {
  const { ask } = media(
    'type Book implements Media @key(fields: "id") { id: ID @authenticated }',
    'type Film implements Media @key(fields: "id") { id: ID @authenticated }',
  );
  const answer = await ask('{ best { stars id } }');
  expect(answer.data).toEqual({ best: [1, 2].map(() => ({ stars: 5, id: null })) });
  expect(refused(answer)).toEqual([
    ['UNAUTHENTICATED', 'best.0.id'],
    ['UNAUTHENTICATED', 'best.1.id'],
  ]);
});

test('what an interface asks for that no type implements holds at the interface', async () => {
  const { ask, sent } = federateWithPermissions({
    shapes: { sdl: 'type Query { drawn: Shape } interface Shape @key(fields: "id") { id: ID! }' },
    areas: {
      sdl: `type Query { measured: Shape }
        type Shape @key(fields: "id", resolvable: false) @interfaceObject { id: ID! area: Int @authenticated }`,
      resolvers: { Query: { measured: () => ({ id: '1', area: 4 }) } },
    },
  });
  expect(await ask('{ measured { id area } }', signedIn())).toEqual({ data: { measured: { id: '1', area: 4 } } });
  sent();
  const answer = await ask('{ measured { id area } }');
  expect(answer.data).toEqual({ measured: { id: '1', area: null } });
  expect(refused(answer)).toEqual([['UNAUTHENTICATED', 'measured.area']]);
  expect(sent()).not.toContain('area');
});
