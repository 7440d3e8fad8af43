import { expect, test } from 'vitest';
import { redactUrls } from '../../values/redact-urls.ts';

test.each([
  ['http://user:pass@host:9200/path', 'http://***@host:9200/path'],
  ['connection failed (https://user:p@ss@host/)', 'connection failed (https://***@host/)'],
  [
    'postgresql://shop:pass@127.0.0.1:5432/order?sslmode=disable',
    'postgresql://***@127.0.0.1:5432/order?sslmode=disable',
  ],
  ['https://:pass@host', 'https://***@host'],
  ['https://token@host', 'https://***@host'],
  ['two: http://a:b@c http://d:e@f.', 'two: http://***@c http://***@f.'],
  ['{"url":"http://a:b@c","next":"d@e"}', '{"url":"http://***@c","next":"d@e"}'],
  ['https://host/s.graphql?signature=abc&key=d answers 403.', 'https://host/s.graphql?*** answers 403.'],
  ['(http://host/a?b=c)', '(http://host/a?***)'],
])('%s is shown as %s', (text, shown) => {
  expect(redactUrls(text)).toBe(shown);
});

test.each([
  'at start (file:///work/node_modules/@apollo/server/index.js:1:2)',
  'http://127.0.0.1:4000/node_modules/@scope',
  'ada@example.com bought 3 lamps; why?',
  'connect ECONNREFUSED 127.0.0.1:1',
])('%s stays as it is', (text) => {
  expect(redactUrls(text)).toBe(text);
});

test.each(['http://', 'http://a', '://', 'a', '@', '?', 'http://a?', 'http://a@'])(
  'a text of a hundred thousand times %s is read once: one that is read again for each letter would not end',
  (part) => {
    expect(redactUrls(part.repeat(100_000)).length).toBeGreaterThan(0);
  },
);
