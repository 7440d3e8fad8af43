import { readConfig } from '@commerce/platform/config/read-config';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { subgraphUrls, unusedSubgraphUrls, withSubgraphUrls } from '../subgraph-urls.ts';

/** The addresses that a router has with these variables. */
function urlsWith(env: Record<string, string>) {
  return subgraphUrls(readConfig(withSubgraphUrls(z.object({}), env), env));
}

test('a subgraph is where the supergraph says', () => {
  expect(urlsWith({})('order', 'http://order:4003/graphql')).toBe('http://order:4003/graphql');
});

test.each([
  ['order', 'SUBGRAPH_URL_ORDER'],
  ['gift-cards', 'SUBGRAPH_URL_GIFT_CARDS'],
])('the subgraph %s is where %s says', (name, variable) => {
  const urlOf = urlsWith({ [variable]: 'http://elsewhere:1/graphql' });
  expect(urlOf(name, 'http://order:4003/graphql')).toBe('http://elsewhere:1/graphql');
});

test.each(['SUBGRAPH_ORDER_URL', 'SUBGRAPH_ORDER'])('%s is a misspelt one', (name) => {
  expect(() => urlsWith({ [name]: 'http://order/' })).toThrow(
    `${name}: there is no such variable here; write SUBGRAPH_URL_`,
  );
});

test.each([
  ['SUBGRAPH_ORDER_PORT', 'tcp://10.0.0.1:4000'],
  ['SUBGRAPH_ORDER_SERVICE_HOST', '10.0.0.1'],
])('%s is of a service of Kubernetes', (name, value) => {
  expect(urlsWith({ [name]: value })('order', 'http://order/')).toBe('http://order/');
});

test('an empty variable changes nothing', () => {
  expect(urlsWith({ SUBGRAPH_URL_ORDER: '' })('order', 'http://order/')).toBe('http://order/');
});

test('all variables that are no http URL are named together', () => {
  const env = { SUBGRAPH_URL_ORDER: 'order:4003', SUBGRAPH_URL_ACCOUNT: 'ftp://x' };
  expect(() => urlsWith(env)).toThrow(/SUBGRAPH_URL_ORDER: expected a URL .* got "order:4003"\n.*SUBGRAPH_URL_ACCOUNT/);
});

test.each([undefined, '', 'order:4003', 'ftp://order/'])('a subgraph at %j is named', (url) => {
  expect(() => urlsWith({})('order', url)).toThrow('no http URL for the subgraph "order"');
});

test.each(['https://[::1]:4003/graphql?tenant=1', 'http://[::1]'])('a subgraph may be at %s', (url) => {
  expect(urlsWith({ SUBGRAPH_URL_ORDER: url })('order')).toBe(url);
});

test.each([
  ['http://robot:s3cret@order/graphql', 'the user and the password before the @ are not supported'],
  ['http://order/graphql#part', 'what stands after the # would be dropped'],
  ['http://one,two/graphql', 'it names several hosts'],
])('%s has more than a router would use: %s', (url, problem) => {
  expect(() => urlsWith({ SUBGRAPH_URL_ORDER: url })).toThrow(`SUBGRAPH_URL_ORDER: ${problem}`);
  expect(() => urlsWith({})('order', url)).toThrow(
    `The supergraph has no http URL for the subgraph "order" that can be used: ${problem}`,
  );
});

test('a variable that is for no subgraph is named, with the nearest', () => {
  const given = { SUBGRAPH_URL_ORDER: 'http://order/', SUBGRAPH_URL_GIFTCARDS: 'http://gifts/', PORT: 0 };
  expect(unusedSubgraphUrls(given, ['order', 'gift-cards'])).toEqual([
    'SUBGRAPH_URL_GIFTCARDS is for no subgraph of the supergraph; the nearest is SUBGRAPH_URL_GIFT_CARDS.',
  ]);
});
