import { documentedFiles } from '../../e2e/other-router/documented-files.ts';
import { type OtherRouter, OTHER_ROUTERS } from '../../e2e/other-router/other-routers.ts';
import { startOtherRouter } from '../../e2e/other-router/start-other-router.ts';
import { HEAP } from '../production-shop.ts';
import type { RouterGraph } from './fixture.ts';
import type { SetUp } from './set-up.ts';

/** Those routers of others whose programs the environment names, each as docs/other-routers.md configures it. */
export function startOtherSetUps(
  graph: RouterGraph,
  issuer: Record<string, string>,
  headers: SetUp['headers'],
): Promise<Omit<SetUp, 'graphs'>>[] {
  return OTHER_ROUTERS.filter(({ variable }) => process.env[variable] !== undefined).map((router) =>
    startOtherSetUp(router, graph, issuer, headers),
  );
}

async function startOtherSetUp(
  router: OtherRouter,
  { supergraph, subgraphs }: RouterGraph,
  issuer: Record<string, string>,
  headers: SetUp['headers'],
): Promise<Omit<SetUp, 'graphs'>> {
  const addresses = Object.fromEntries(subgraphs.map(({ name, url }) => [name, url]));
  const schemas = subgraphs.map(({ name, schema }) => [schemaFile(name), schema]);
  const files = {
    ...(await documentedFiles(router, addresses)),
    // Of the graph that is measured, which need not be this project's.
    'graph.yaml': JSON.stringify({
      version: 1,
      subgraphs: subgraphs.map(({ name, url }) => ({ name, routing_url: url, schema: { file: schemaFile(name) } })),
    }),
    'supergraph.graphql': supergraph,
    ...Object.fromEntries(schemas),
  };
  const node = { NODE_ENV: 'production', NODE_OPTIONS: HEAP };
  const running = await startOtherRouter(router, files, { ROUTER_SECRET: 'of-the-routers', ...node, ...issuer });
  return {
    name: `${router.name}, one token`,
    pid: running.program.process.pid ?? 0,
    url: running.url,
    headers,
    stop: running.stop,
  };
}

function schemaFile(subgraph: string): string {
  return `${subgraph}.graphql`;
}
