import { expect, test } from 'vitest';
import type { SubgraphRequest } from '../subgraph-request.ts';
import type { SubgraphResponse } from '../subgraph-response.ts';
import { withUniqueRepresentations } from '../unique-representations.ts';

const A = { __typename: 'Product', id: 'a' };
const B = { __typename: 'Product', id: 'b' };

/** What a subgraph that names each entity after its id answers, and what it was sent. */
async function send(representations: unknown, errors?: SubgraphResponse['errors']) {
  const sent: SubgraphRequest[] = [];
  const response = await withUniqueRepresentations(
    { query: '', variables: { representations, n: 1 } },
    async (request) => {
      sent.push(request);
      const entities = (request.variables['representations'] as (typeof A)[]).map(({ id }) => ({ name: id }));
      return { data: { _entities: entities }, ...(errors && { errors }) };
    },
  );
  return { sent: sent.map(({ variables }) => variables), response };
}

test('sends each entity once and answers as if all had been sent', async () => {
  const { sent, response } = await send([A, B, A, A]);
  expect(sent).toEqual([{ representations: [A, B], n: 1 }]);
  expect(response.data).toEqual({ _entities: [{ name: 'a' }, { name: 'b' }, { name: 'a' }, { name: 'a' }] });
});

test('puts an error on every place of its entity', async () => {
  const error = { message: 'no', extensions: { code: 'NOT_FOUND' } };
  const { response } = await send([A, B, A], [{ ...error, path: ['_entities', 0, 'name'] }]);
  expect(response.errors).toEqual([
    { ...error, path: ['_entities', 0, 'name'] },
    { ...error, path: ['_entities', 2, 'name'] },
  ]);
});

test('keeps an error that is of no entity', async () => {
  const { response } = await send([A, A], [{ message: 'no' }]);
  expect(response.errors).toEqual([{ message: 'no' }]);
});

test('sends what has no repetition as it is', async () => {
  const { sent } = await send([A, B]);
  expect(sent).toEqual([{ representations: [A, B], n: 1 }]);
});

test('tells entities with other fields apart', async () => {
  const { sent } = await send([A, { ...A, region: 'eu' }, A]);
  expect(sent).toEqual([{ representations: [A, { ...A, region: 'eu' }], n: 1 }]);
});

test.each([null, undefined])('passes on an answer without data: %s', async (data) => {
  const request = { query: '', variables: { representations: [A, A] } };
  const response = await withUniqueRepresentations(request, async () => ({
    ...(data !== undefined && { data }),
    errors: [],
  }));
  expect(response.data).toBe(data);
});
