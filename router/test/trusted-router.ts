import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { serveSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import { parse } from 'graphql';
import { startRouter } from '../start.ts';
import { sha256 } from '../trusted-documents/manifest.ts';
import { ROUTER_CONFIG } from './router-config.ts';

export const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { z: Int, y: Int }
  type Mutation { set(n: Int): Int }`;

export const Z = 'query Z { z }';
export const SET = 'mutation Set($n: Int) { set(n: $n) }';
export const SKIPPED = 'query Skipped($skip: Boolean!) { z y @skip(if: $skip) }';
/** In no manifest of these tests. */
export const FREE = 'query Free { z y }';

export function manifestOf(bodies: Readonly<Record<string, string>>): string {
  const operations = Object.entries(bodies).map(([id, body]) => {
    const [, type = 'query', name = ''] = /^(\w+) ?(\w*)/.exec(body) ?? [];
    return { id, name, type, body };
  });
  return JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations });
}

export const hashed = (...bodies: string[]) => Object.fromEntries(bodies.map((body) => [sha256(body), body]));

/** The answers to `Z`, and to what is not trusted. */
export const answered = { status: 200, body: { data: { z: 1 } } };
export const untrusted = {
  status: 400,
  body: { errors: [{ extensions: { code: 'BAD_USER_INPUT', reason: 'DOCUMENT_NOT_TRUSTED' } }] },
};

export interface Answer {
  status: number;
  body: { data?: unknown; errors?: { message: string; extensions: Record<string, unknown> }[] };
}

/** A subgraph, and routers before it that trust what the test says. */
export async function startTrustedSystem() {
  const folder = await mkdtemp(join(tmpdir(), 'trusted-documents-'));
  const [schemaFile, SUPERGRAPH_PATH] = [join(folder, 'schema.graphql'), join(folder, 'supergraph.graphql')];
  await writeFile(schemaFile, SDL);
  let writes = 0;
  const resolvers = { Query: { z: () => 1, y: () => 2 }, Mutation: { set: () => (writes += 1) } };
  const domain = { name: 'a', schemaFile };
  const subgraph = await serveSubgraph({ domain, resolvers, context: () => ({}), config: ROUTER_CONFIG });
  const publish = async (sdl: string) => {
    const { supergraphSdl, errors } = composeServices([{ name: 'a', url: subgraph.url, typeDefs: parse(sdl) }]);
    if (supergraphSdl === undefined) throw new Error(String(errors?.[0]));
    await writeFile(SUPERGRAPH_PATH, supergraphSdl);
  };
  await publish(SDL);
  const routers: { stop(): Promise<unknown> }[] = [];
  let started = 0;
  const stopRouters = async () => {
    await Promise.all(routers.splice(0).map((router) => router.stop()));
  };
  return {
    folder,
    publish,
    writes: () => writes,
    /** @param manifest what stands in its file; a text is written to one. */
    async start(manifest: string, mode?: 'report' | 'prefer' | 'only', variables: Partial<Variables> = {}) {
      const path = join(folder, `manifest-${(started += 1)}.json`);
      await writeFile(path, manifest);
      const trusted = { TRUSTED_DOCUMENTS: [path], TRUSTED_DOCUMENTS_MODE: mode };
      const cache = { SUPERGRAPH_CACHE: join(folder, 'cache', 'supergraph.graphql') };
      const config = { ...ROUTER_CONFIG, ...cache, SUPERGRAPH_PATH, ...trusted, ...variables };
      const router = await startRouter(config, () => subgraph.url);
      routers.push(router);
      const ask = async (request: {
        headers?: Record<string, string>;
        method?: string;
        body?: string;
        search?: string;
      }) => {
        const { headers, search = '', ...init } = request;
        const response = await fetch(`${router.origin}/graphql${search}`, {
          ...init,
          headers: { 'content-type': 'application/json', 'apollo-require-preflight': '1', ...headers },
        });
        return { status: response.status, body: (await response.json()) as Answer['body'] };
      };
      return {
        ...router,
        path,
        post: async (body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
          await ask({ method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers }),
        get: async (parameters: Record<string, string> | string): Promise<Answer> =>
          await ask({ search: `?${new URLSearchParams(parameters).toString()}` }),
        metrics: async () => await (await fetch(`${router.adminOrigin}/metrics`)).text(),
      };
    },
    stopRouters,
    async stop() {
      await stopRouters();
      await subgraph.stop();
      await rm(folder, { recursive: true });
    },
  };
}

interface Variables {
  TRUSTED_DOCUMENTS: string[];
  SUPERGRAPH_POLL_MS: number;
}
