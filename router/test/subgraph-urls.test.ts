import { expect, test } from 'vitest';
import { subgraphUrls } from '../subgraph-urls.ts';

test('a subgraph is where the supergraph says', () => {
  expect(subgraphUrls({})('order', 'http://order:4003/graphql')).toBe('http://order:4003/graphql');
});

test.each([
  ['order', 'SUBGRAPH_URL_ORDER'],
  ['gift-cards', 'SUBGRAPH_URL_GIFT_CARDS'],
])('the subgraph %s is where %s says', (name, variable) => {
  const urlOf = subgraphUrls({ [variable]: 'http://elsewhere:1/graphql' });
  expect(urlOf(name, 'http://order:4003/graphql')).toBe('http://elsewhere:1/graphql');
});

test('an empty variable changes nothing', () => {
  expect(subgraphUrls({ SUBGRAPH_URL_ORDER: '' })('order', 'http://order/')).toBe('http://order/');
});

test('all variables that are no http URL are named together', () => {
  const env = { SUBGRAPH_URL_ORDER: 'order:4003', SUBGRAPH_URL_ACCOUNT: 'ftp://x' };
  expect(() => subgraphUrls(env)).toThrow(
    /SUBGRAPH_URL_ORDER: expected a URL .* got "order:4003"\n.*SUBGRAPH_URL_ACCOUNT/,
  );
});

test('a subgraph without any address is named', () => {
  expect(() => subgraphUrls({})('order')).toThrow('no http URL for the subgraph "order"');
});
