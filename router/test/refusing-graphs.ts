import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Issuer, startIssuer } from '@commerce/testkit/issuer';
import { ROUTER_CONFIG } from './router-config.ts';
import { type SmallGraph, startSmallGraph } from './small-graph.ts';
import { manifestOf } from './trusted-router.ts';

const PRODUCTION = { ...ROUTER_CONFIG, NODE_ENV: 'production' } as const;

/** Graphs in production that refuse requests whatever is asked, each for another reason. */
export interface RefusingGraphs {
  issuer: Issuer;
  /** Its router asks for the issuer's tokens, and its subgraph for a secret. */
  guarded: SmallGraph;
  /** The keys of its issuer cannot be read. */
  keyless: SmallGraph;
  /** A client may ask twice in a minute. */
  limited: SmallGraph;
  /** It works on one request at a time. */
  narrow: SmallGraph;
  /** It answers no documents but those of a manifest. */
  trusting: SmallGraph;
  stop(): Promise<void>;
}

export async function startRefusingGraphs(): Promise<RefusingGraphs> {
  const folder = await mkdtemp(join(tmpdir(), 'refusing-graphs-'));
  const manifest = join(folder, 'manifest.json');
  await writeFile(manifest, manifestOf({ z: 'query Z { z }' }));
  const [issuer, down] = [await startIssuer(), await startIssuer()];
  down.setDown(true);
  const graphs = {
    guarded: await startSmallGraph({
      ...PRODUCTION,
      AUTH: undefined,
      ...issuer.variables,
      ROUTER_SECRET: 'a-secret-of-the-routers',
    }),
    keyless: await startSmallGraph({ ...PRODUCTION, AUTH: undefined, ...down.variables }),
    limited: await startSmallGraph({ ...PRODUCTION, RATE_LIMIT_PER_MINUTE: 2 }),
    narrow: await startSmallGraph({ ...PRODUCTION, MAX_REQUESTS_IN_FLIGHT: 1 }),
    trusting: await startSmallGraph({
      ...PRODUCTION,
      TRUSTED_DOCUMENTS: [manifest],
      TRUSTED_DOCUMENTS_MODE: 'only',
    }),
  };
  return {
    ...graphs,
    issuer,
    async stop() {
      for (const part of [...Object.values(graphs), issuer, down]) await part.stop();
      await rm(folder, { recursive: true });
    },
  };
}
