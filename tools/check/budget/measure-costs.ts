import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readConfig } from '@commerce/platform/config/read-config';
import { log } from '@commerce/platform/log';
import { UserError } from '@commerce/platform/errors/user-error';
import { costOf } from '@commerce/testkit/cost';
import { graphqlClient } from '@commerce/testkit/graphql-client';
import { getOperationAST, OperationTypeNode, parse, type Source } from 'graphql';
import { standaloneVariables } from '../../../standalone/config.ts';
import { FREE_PORTS } from '../../../standalone/free-ports.ts';
import { startStandalone } from '../../../standalone/start.ts';
import type { Costs } from './costs-file.ts';
import { sampleEntities, type Send } from './sample-entities.ts';

/**
 * Runs every operation once against this tree's system, on embedded stores with a few of each entity.
 *
 * @param folder of the tree.
 * @param supergraph that its router serves: as composed, not as committed.
 * @throws UserError that names the operation that fails.
 */
export async function measureCosts(folder: string, operations: readonly Source[], supergraph: string): Promise<Costs> {
  // People read the report where the log would go.
  log.level = 'silent';
  const dataFolder = await mkdtemp(join(tmpdir(), 'commerce-costs-'));
  const supergraphFile = join(dataFolder, 'supergraph.graphql');
  await writeFile(supergraphFile, supergraph);
  const system = await startStandalone(
    readConfig(standaloneVariables, {
      ...FREE_PORTS,
      NODE_ENV: 'test',
      DATA_DIR: join(dataFolder, 'data'),
      SUPERGRAPH_PATH: supergraphFile,
      OPERATIONS_PATH: join(folder, 'operations'),
    }),
  );
  try {
    return await measureAll(folder, operations, `${system.origin}/graphql`);
  } finally {
    await system.stop();
    await rm(dataFolder, { recursive: true });
  }
}

async function measureAll(folder: string, operations: readonly Source[], url: string): Promise<Costs> {
  const texts = new Map(operations.map(({ name, body }) => [basename(name, '.graphql'), body]));
  const send: Send = async (name, variables) => {
    const query = texts.get(name);
    if (query === undefined) throw new UserError(`There is no operations/${name}.graphql to make what others name.`);
    return await ask(url, name, query, variables);
  };
  const entities = sampleEntities(folder, send);
  await entities.createAll(
    [...texts.keys()].filter((name) => name.startsWith(CREATE)).map((name) => name.slice(CREATE.length)),
  );

  const costs: Costs = {};
  for (const [name, body] of texts) {
    const variables = await entities.variablesOf(name, isQuery(body));
    costs[name] = await costOf(() => send(name, variables));
  }
  return costs;
}

const CREATE = 'create-';

function isQuery(body: string): boolean {
  return getOperationAST(parse(body))?.operation === OperationTypeNode.QUERY;
}

async function ask(url: string, name: string, query: string, variables?: Record<string, unknown>): Promise<unknown> {
  const { data, errors } = await graphqlClient(url).query(query, variables);
  if (errors?.[0]) throw new UserError(`operations/${name}.graphql cannot be run: ${errors[0].message}`);
  return data;
}
