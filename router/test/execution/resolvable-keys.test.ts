import { expect, test } from 'vitest';
import { federate, type Subgraph } from './federation.ts';

// Both know a parcel by its number and by where it lies; each resolves one of the two.
const depot: Subgraph = {
  sdl: `type Query { parcel: Parcel } type Place { aisle: Int! shelf: Int! }
    type Parcel @key(fields: "place { aisle shelf }", resolvable: false) @key(fields: "number") {
      number: ID! place: Place! weight: Int @external postage: Int @requires(fields: "weight")
    }`,
  resolvers: {
    Query: { parcel: () => ({ number: '7', place: { aisle: 1, shelf: 2 } }) },
    Parcel: {
      __resolveReference: ({ number, weight }: { number?: string; weight?: number }) =>
        number === undefined ? null : { number, weight },
      postage: ({ weight = NaN }: { weight?: number }) => 10 * weight,
    },
  },
};
const scales: Subgraph = {
  sdl: `type Place { aisle: Int! shelf: Int! }
    type Parcel @key(fields: "place { aisle shelf }") { place: Place! weight: Int }`,
  resolvers: {
    Parcel: { __resolveReference: ({ place }: { place: { aisle: number; shelf: number } }) => ({ place, weight: 3 }) },
  },
};

test('an entity comes back for what required another subgraph by a key that its own subgraph resolves', async () => {
  const { ask, requests } = federate({ depot, scales });
  expect(await ask('{ parcel { postage } }')).toEqual({ data: { parcel: { postage: 30 } } });
  expect(requests.at(-1)?.variables).toEqual({
    representations: [{ __typename: 'Parcel', number: '7', weight: 3 }],
  });
});
