import { readConfig } from '@commerce/platform/config/read-config';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { elasticsearchVariables } from '../core/elasticsearch/variables.ts';

const read = (ELASTICSEARCH_URL: string) => readConfig(z.object(elasticsearchVariables), { ELASTICSEARCH_URL });

test.each([
  'http://localhost:9200',
  'https://robot:s3cret@[::1]:9200/search/',
  'https://robot:s3cret@one:9200,https://robot:s3cret@two:9200',
])('Elasticsearch may be at %s', (url) => {
  expect(read(url).ELASTICSEARCH_URL).toBe(url);
});

test.each([
  ['http://es:9200?ssl=true', 'the parameter ssl is not supported: there are none'],
  ['http://es:9200/?s3cret@=1', 'what stands after the ? (in a password, write %3F instead of it) is not supported'],
  ['http://es:9200/#s3cret', 'what stands after the # would be dropped'],
  ['http://one,two:9200', 'expected the URL of an Elasticsearch node'],
  ['https://robot:s3cret@one:9200,https://two:9200', 'its nodes are asked as different users'],
])('%s is refused when the core starts: %s', (url, problem) => {
  const refused = () => read(url);
  expect(refused).toThrow(`ELASTICSEARCH_URL: ${problem}`);
  expect(refused).not.toThrow('s3cret');
});
