/**
 * Makes the code that is not committed, for every domain under `subgraphs/`, into its `generated/` folder:
 * `proto/` (the messages' types), `prisma/` (the database client), `graphql.ts` (the resolvers' types).
 * `npm ci` runs it; run it again after changing a proto, a Prisma schema or an SDL: `npm run generate`.
 */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import { parse } from 'graphql';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');

const domains = (await readdir(join(root, 'subgraphs'), { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

await Promise.all(
  domains.flatMap((domain) => [
    generateProtoTypes(domain),
    generatePrismaClient(domain),
    generateResolverTypes(domain),
  ]),
);

/** The flags say what `platform/grpc/proto.ts` asks of the loader at run time; the two must agree. */
async function generateProtoTypes(domain: string): Promise<void> {
  await node('@grpc/proto-loader/build/bin/proto-loader-gen-types.js', [
    '--longs=String',
    '--enums=String',
    '--defaults',
    '--grpcLib=@grpc/grpc-js',
    '--importFileExtension=.ts',
    `--includeDirs=${join(root, 'protos')}`,
    `--outDir=${join(root, 'subgraphs', domain, 'generated/proto')}`,
    `commerce/${domain}/v1/${domain}_service.proto`,
  ]);
}

async function generatePrismaClient(domain: string): Promise<void> {
  await node('prisma/build/index.js', [
    'generate',
    '--no-hints',
    `--schema=${join(root, 'subgraphs', domain, 'core/prisma/schema.prisma')}`,
  ]);
}

async function generateResolverTypes(domain: string): Promise<void> {
  const folder = join(root, 'subgraphs', domain);
  const { mappers } = (await import(pathToFileURL(join(folder, 'graph/codegen.ts')).href)) as {
    mappers: Record<string, string>;
  };
  const filename = join(folder, 'generated/graphql.ts');
  const text = await codegen({
    filename,
    schema: parse(await readFile(join(folder, 'graph/schema.graphql'), 'utf8')),
    documents: [],
    config: {
      federation: true,
      useTypeImports: true,
      enumsAsTypes: true,
      defaultScalarType: 'unknown',
      scalars: { ID: 'string', DateTime: 'Date', Decimal: 'string' },
      contextType: '../graph/context.ts#Context',
      mappers: { ...mappers },
    },
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers: typescriptResolvers },
  });
  await mkdir(join(folder, 'generated'), { recursive: true });
  await writeFile(filename, text);
}

async function node(script: string, args: string[]): Promise<void> {
  await run(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    // Prisma's generator needs no schema engine, but downloads one (31 MB) unless it is told that it has one.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  });
}
