/**
 * Makes the code that is not committed, for every domain and the one in `template/`, into its `generated/` folder:
 * `proto/` (the messages' types), `prisma/` (the database client), `graphql.ts` (the resolvers' types); and for
 * `npm start` and an edge the lists of all domains, standalone/generated/domains.ts and edge/generated/graphs.ts.
 * `npm ci` runs it; run it again after changing a proto, a Prisma schema or an SDL: `npm run generate`.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import type { Domain } from '@commerce/platform/domain';
import { parse } from 'graphql';
import { readDomains } from './domains/read-domains.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');

const domains = await readDomains(join(root, 'subgraphs'));
const templates = await readDomains(join(root, 'template/subgraphs'));

await Promise.all([
  ...[...domains, ...templates].flatMap((domain) => [
    generateProtoTypes(domain),
    generatePrismaClient(domain),
    generateResolverTypes(domain),
  ]),
  listDomains(domains),
  listGraphs(domains),
]);

/** The flags say what `platform/grpc/proto.ts` asks of the loader at run time; the two must agree. */
async function generateProtoTypes({ folder, protosFolder, protoFile }: Domain): Promise<void> {
  await node('@grpc/proto-loader/build/bin/proto-loader-gen-types.js', [
    '--longs=String',
    '--enums=String',
    '--defaults',
    '--grpcLib=@grpc/grpc-js',
    '--importFileExtension=.ts',
    `--includeDirs=${protosFolder}`,
    `--outDir=${join(folder, 'generated/proto')}`,
    protoFile,
  ]);
}

async function generatePrismaClient({ prismaFolder }: Domain): Promise<void> {
  await node('prisma/build/index.js', ['generate', '--no-hints', `--schema=${join(prismaFolder, 'schema.prisma')}`]);
}

async function generateResolverTypes({ folder, schemaFile }: Domain): Promise<void> {
  const { mappers } = (await import(pathToFileURL(join(folder, 'graph/codegen.ts')).href)) as {
    mappers: Record<string, string>;
  };
  const filename = join(folder, 'generated/graphql.ts');
  const text = await codegen({
    filename,
    schema: parse(await readFile(schemaFile, 'utf8')),
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

/** Each domain with its parts, for whoever starts them all: TypeScript then sees that each part can be started. */
async function listDomains(all: Domain[]): Promise<void> {
  const imports = all.map(
    ({ name }) => `import { ${name} } from '@commerce/${name}/domain';
import * as ${name}Core from '@commerce/${name}/core/start';
import * as ${name}Graph from '@commerce/${name}/graph/start';
`,
  );
  const entries = all.map(({ name }) => `  { domain: ${name}, core: ${name}Core, graph: ${name}Graph },\n`);
  await writeGenerated(
    'standalone/generated/domains.ts',
    `${imports.join('')}\nexport const DOMAINS = [\n${entries.join('')}] as const;\n`,
  );
}

/** Each domain with its subgraph alone: an edge loads no store. */
async function listGraphs(all: Domain[]): Promise<void> {
  const imports = all.map(
    ({ name }) => `import { ${name} } from '@commerce/${name}/domain';
import * as ${name}Graph from '@commerce/${name}/graph/start';
`,
  );
  const entries = all.map(({ name }) => `  { domain: ${name}, graph: ${name}Graph },\n`);
  await writeGenerated(
    'edge/generated/graphs.ts',
    `${imports.join('')}\nexport const GRAPHS = [\n${entries.join('')}] as const;\n`,
  );
}

async function writeGenerated(path: string, text: string): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

async function node(script: string, args: string[]): Promise<void> {
  await run(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    // Prisma's generator needs no schema engine, but downloads one (31 MB) unless it is told that it has one.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  });
}
