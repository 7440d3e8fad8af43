import { DomainError, unavailable } from '@commerce/platform/errors/domain-error';

/** What Elasticsearch calls its refusal of a write while the index, or the whole cluster, takes none. */
export const BLOCKED = 'cluster_block_exception';

/**
 * What a refusal means that is nobody's fault who asked. Its type says more than its status, which is 400 to 503.
 *
 * @param store as a client may know it.
 * @param type as Elasticsearch names it; undefined where something before it answered.
 * @returns undefined for what is a defect of ours.
 */
export function refusedAs(store: string, type: string | undefined, cause: unknown): DomainError | undefined {
  if (type === undefined) return undefined;
  // An operator made it read-only, or its disk is full.
  if (type === BLOCKED) return takesNone(store, 'writes', cause);
  // Its password or key was changed, or may do less than it could.
  if (type === 'security_exception') return takesNone(store, 'requests of this service', cause);
  if (BY_AN_OPERATOR.has(type)) return takesNone(store, 'requests', cause);
  return PASSING.has(type) ? unavailable(store, cause) : undefined;
}

/** What stays until a person has done something: whoever asks again in a loop mends nothing. */
export function takesNone(store: string, what: string, cause: unknown): DomainError {
  return new DomainError('Unavailable', `${store} takes no ${what} now; retry later.`, { retryAfterMs: 10_000, cause });
}

/** Somebody restores an index, or has closed it. */
const BY_AN_OPERATOR = new Set(['index_closed_exception', 'index_not_found_exception']);

/** What passes when the server, or another one, has had its time. */
const PASSING = new Set([
  'no_shard_available_action_exception',
  'unavailable_shards_exception',
  'es_rejected_execution_exception',
  'circuit_breaking_exception',
  'master_not_discovered_exception',
  'process_cluster_event_timeout_exception',
]);
