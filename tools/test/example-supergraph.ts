import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { composeCommand } from '../composition/compose-command.ts';

const FEDERATION =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';

export const PRODUCTS = `${FEDERATION}
type Query { product(id: ID!): Product }
type Product @key(fields: "id") { id: ID!  name: String! @shareable }
`;

export const ORDERS = `${FEDERATION}
type Query { order(id: ID!): ID }
type Product @key(fields: "id") { id: ID!  sold: Int }
`;

export const YAML = `federation_version: =2.14.4
subgraphs:
  products:
    routing_url: http://localhost:4001/graphql
    schema:
      file: schemas/products.graphql
  orders:
    routing_url: https://orders.example.com/graphql
    schema:
      file: ./schemas/orders.graphql
`;

/** Gives each test of a file a temporary folder with a supergraph of two subgraphs, not yet composed. */
export function useExampleSupergraph() {
  let folder: string;
  const inFolder = (name: string) => join(folder, name);
  const write = async (files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(inFolder(name)), { recursive: true });
      await writeFile(inFolder(name), text);
    }
  };
  const compose = (...args: string[]) => composeCommand(['--config', inFolder('supergraph.yaml'), ...args]);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compose-'));
    await write({ 'supergraph.yaml': YAML, 'schemas/products.graphql': PRODUCTS, 'schemas/orders.graphql': ORDERS });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  return {
    inFolder,
    write,
    /** Runs the command on the folder's configuration. */
    compose,
    /** What the command says when it fails. */
    failure: (...args: string[]) =>
      compose(...args).then(
        () => 'no error',
        (error: unknown) => String(error),
      ),
    /** A file of the folder as the command names it. */
    path: (name: string) => relative(process.cwd(), inFolder(name)),
    written: () => readFile(inFolder('supergraph.graphql'), 'utf8'),
    list: () => readdir(folder),
  };
}
