import { type ElasticsearchNode, makeElasticsearchNode } from '@commerce/testkit/stores/elasticsearch-server';

/** Nodes of Elasticsearch that are one cluster, each a process of its own. */
export interface ElasticsearchCluster {
  nodes: ElasticsearchNode[];
  /** Of all nodes, with commas between. */
  url: string;
  /** Asks a node. @throws Error for an answer that is not 200. */
  ask(node: ElasticsearchNode, method: string, path: string, body?: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** @throws Error when one of them does not start. */
export async function startElasticsearchCluster(count: number): Promise<ElasticsearchCluster> {
  const names = Array.from({ length: count }, (_, index) => `node-${index}`);
  const nodes = await Promise.all(
    names.map((name) => makeElasticsearchNode({ 'cluster.name': `cluster-${process.pid}`, 'node.name': name }, 384)),
  );
  const seeds = { 'discovery.seed_hosts': nodes.map(({ transport }) => transport) };
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    await Promise.all(nodes.map((node) => node.remove()));
  };
  try {
    // For the first start of a cluster alone.
    await Promise.all(nodes.map((node) => node.start({ ...seeds, 'cluster.initial_master_nodes': names })));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    nodes: nodes.map((node) => ({ ...node, start: () => node.start(seeds) })),
    url: nodes.map(({ url }) => url).join(','),
    async ask({ url }, method, path, body) {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return await answer.json();
    },
    stop,
  };
}
