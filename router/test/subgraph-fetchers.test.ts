import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createSubgraphFetchers, type SubgraphFetchers } from '../subgraph-fetchers.ts';
import { servedExecutor } from '../served-executor.ts';

/** Fetchers that are not there, and what became of each. */
function recorded(answer: (query: string) => object | Promise<object> = () => ({})) {
  const [made, closed]: [string[], string[]] = [[], []];
  const fetchers = createSubgraphFetchers((name, address) => {
    made.push(`${name} ${address}`);
    return {
      fetch: async ({ query }) => {
        if (closed.includes(`${name} ${address}`)) throw new Error(`${name} is closed.`);
        return { data: { ...(await answer(query)) } };
      },
      close: async () => void closed.push(`${name} ${address}`),
    };
  });
  return { fetchers, made, closed };
}

const at = (...places: string[]) =>
  places.map((place) => {
    const [name = '', address = ''] = place.split(' ');
    return { name, address };
  });

test('connections to a subgraph that did not move are those of before', () => {
  const { fetchers, made, closed } = recorded();
  const first = fetchers.take(at('a 1', 'b 1'));
  const second = fetchers.take(at('a 1', 'b 2'));
  expect(made).toEqual(['a 1', 'b 1', 'b 2']);
  expect(second.byName.get('a')).toBe(first.byName.get('a'));
  first.giveBack();
  expect(closed).toEqual(['b 1']);
});

test('connections go with the last who has them, and come anew when they are needed again', () => {
  const { fetchers, made, closed } = recorded();
  const [first, second] = [fetchers.take(at('a 1')), fetchers.take(at('a 1'))];
  first.giveBack();
  first.giveBack();
  expect(closed).toEqual([]);
  second.giveBack();
  expect(closed).toEqual(['a 1']);
  fetchers.take(at('a 1'));
  expect(made).toEqual(['a 1', 'a 1']);
});

test('at the end all that are left are closed, and one that does not close keeps no other', async () => {
  const closed: string[] = [];
  const fetchers = createSubgraphFetchers((name) => ({
    fetch: () => Promise.reject(new Error('Nobody is asked.')),
    close: async () => {
      if (name === 'a') throw new Error('It does not close.');
      closed.push(name);
    },
  }));
  fetchers.take(at('a 1', 'b 1'));
  await fetchers.close();
  expect(closed).toEqual(['b']);
});

const { supergraphSdl = '' } = composeServices(
  Object.entries({
    a: 'type Query { t: T } type T @key(fields: "id") { id: ID! }',
    b: 'type T @key(fields: "id") { id: ID! name: String }',
  }).map(([name, sdl]) => ({
    name,
    url: `http://${name}`,
    typeDefs: parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) ${sdl}`),
  })),
);
const executorOver = (fetchers: SubgraphFetchers) =>
  servedExecutor(supergraphSdl, {
    fetchers,
    urlOf: (_name, url = '') => url,
    holdCopies: () => {},
    labels: undefined,
    maxFields: 1_000,
  });

test('a supergraph that is served no more keeps its connections until what began with it has ended', async () => {
  let goOn: () => void = () => {};
  const { fetchers, closed } = recorded(async (query) => {
    if (query.includes('_entities')) return { _entities: [{ name: 'Ada' }] };
    await new Promise<void>((resolve) => (goOn = resolve));
    return { t: { __typename: 'T', id: '1' } };
  });
  const { execute, during, retire } = executorOver(fetchers);
  const answer = during(() => execute({ document: parse('{ t { name } }'), variables: {} }));
  retire();
  expect(closed).toEqual([]);
  goOn();
  expect(await answer).toEqual({ data: { t: { name: 'Ada' } } });
  expect(closed).toEqual(['a http://a', 'b http://b']);
});

test('a supergraph that is served no more and answers nothing keeps nothing', async () => {
  const { fetchers, closed } = recorded();
  const { during, retire } = executorOver(fetchers);
  await expect(during(() => Promise.reject(new Error('It failed.')))).rejects.toThrow('It failed.');
  expect(closed).toEqual([]);
  retire();
  expect(closed).toHaveLength(2);
});
