import { expect, test } from 'vitest';
import { documentError } from '../core/elasticsearch/client.ts';

// As Elasticsearch 9 answers for each document while it starts: a state that it does not stay in.
test('a document whose shard has not started yet is one that cannot be reached', () => {
  const reason = 'No shard available for [org.elasticsearch.action.get.MultiGetShardRequest/unset]';
  const error = documentError({ type: 'no_shard_available_action_exception', reason });
  expect(error).toMatchObject({ kind: 'Unavailable', message: 'The catalog store cannot be reached; retry later.' });
});

test.each(['cluster_block_exception', 'circuit_breaking_exception', 'security_exception', 'index_not_found_exception'])(
  'a document that is refused with %s is refused for a while',
  (type) => {
    expect(documentError({ type, reason: 'because' })).toMatchObject({ kind: 'Unavailable' });
  },
);

test('any other error of one document is a fault of ours', () => {
  const error = documentError({ type: 'illegal_argument_exception', reason: 'routing is required' });
  expect(error).toEqual(new Error('routing is required'));
});
