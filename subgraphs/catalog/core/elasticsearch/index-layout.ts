import type { estypes } from '@elastic/elasticsearch';

/** How an index is spread over the nodes of a cluster: what an operator says of it. */
export interface IndexLayout {
  /** Set when an index is made: another number is one for a reindex. */
  shards?: number | undefined;
  /** How many copies of each shard there are, at least and at most, by the nodes that there are: "0-1". */
  replicas?: string | undefined;
}

/** @param source what an operator does not say is as there. Without one an index has one shard, and a copy where a node has room. */
export function layoutSettings(
  { shards, replicas }: IndexLayout,
  source?: estypes.IndicesIndexState,
): estypes.IndicesIndexSettings {
  const { number_of_shards: found = 1, ...settings } = source?.settings?.index ?? {};
  return { number_of_shards: shards ?? found, ...(replicas ? { auto_expand_replicas: replicas } : copiesOf(settings)) };
}

/** @returns what has to be set for an index to be as an operator says, if anything. */
export function changedLayout(
  { replicas }: IndexLayout,
  actual: estypes.IndicesIndexState | undefined,
): estypes.IndicesIndexSettings | undefined {
  if (replicas === undefined || actual?.settings?.index?.auto_expand_replicas === replicas) return undefined;
  return { auto_expand_replicas: replicas };
}

function copiesOf(settings: estypes.IndicesIndexSettings): estypes.IndicesIndexSettings {
  const { auto_expand_replicas: expanded = '0-1', number_of_replicas: number = 0 } = settings;
  return expanded === 'false' ? { number_of_replicas: number } : { auto_expand_replicas: expanded };
}
