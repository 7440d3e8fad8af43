import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

// The linter sees no package.json, and knip takes the repository's own packages for declared.
test('a package declares what it imports of the others', async () => {
  const args = ['ls-files', '-co', '--exclude-standard', '*/package.json', '*.ts'];
  const { stdout } = await promisify(execFile)('git', args, { cwd: ROOT });
  const files = stdout.trim().split('\n');
  const packages = files.filter((file) => file.endsWith('/package.json'));
  expect(packages.length).toBeGreaterThanOrEqual(7);
  for (const file of packages) {
    const { name, dependencies, devDependencies } = JSON.parse(await readFile(join(ROOT, file), 'utf8')) as Package;
    const declared = { [name]: '', ...dependencies, ...devDependencies };
    for (const path of files.filter((other) => other.startsWith(`${dirname(file)}/`) && other.endsWith('.ts'))) {
      const text = await readFile(join(ROOT, path), 'utf8');
      const imported = [...text.matchAll(/from '(@commerce\/[^/']+)\//g)].map(([, owner = '']) => owner);
      expect({ path, undeclared: imported.filter((owner) => !(owner in declared)) }).toEqual({ path, undeclared: [] });
    }
  }
});

const ROOT = resolve(import.meta.dirname, '../..');

interface Package {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** Who may not import whom. Each import stands in a file of its own, of which the linter must have something to say. */
const REFUSED = [
  ['platform/log.ts', '../router/start.ts', 'imports others by their names'],
  ['platform/log.ts', '@commerce/testkit/cost', 'knows platform alone'],
  ['router/start.ts', '@commerce/catalog/client', 'knows platform alone'],
  ['subgraphs/migrate.ts', '@commerce/testkit/cost', 'knows platform alone'],
  ['testkit/cost.ts', '@commerce/order/client', 'knows platform'],
  ['subgraphs/order/core/service.ts', '@commerce/platform/grpc/client', 'neither gRPC nor the store'],
  ['subgraphs/order/core/service.ts', '../generated/prisma/client.ts', 'neither gRPC nor the store'],
  ['subgraphs/order/core/price-order.ts', '@commerce/catalog/core/service', 'offers its client.ts and domain.ts'],
  ['subgraphs/order/core/price-order.ts', '../../catalog/client.ts', 'imports others by their names'],
  ['subgraphs/order/core/price-order.ts', '../graph/context.ts', 'never knows GraphQL'],
  ['subgraphs/order/core/price-order.ts', 'graphql', 'never knows GraphQL'],
  ['subgraphs/order/core/elasticsearch/search.ts', '@commerce/platform/graphql/scalars', 'never knows GraphQL'],
  ['subgraphs/order/core/start.ts', '@commerce/embedded-postgres/stores', 'nothing of development'],
  ['subgraphs/order/graph/resolvers.ts', '../core/repository.ts', 'never touches a store'],
  ['subgraphs/order/graph/resolvers.ts', '@commerce/platform/postgres/pool', 'never touches a store'],
  ['subgraphs/order/graph/resolvers.ts', '@commerce/account/client', 'knows no other domain'],
  ['template/subgraphs/example/graph/resolvers.ts', '../core/repository.ts', 'never touches a store'],
  ['subgraphs/order/client.ts', './core/service.ts', 'its contract alone'],
  ['subgraphs/order/test/core.test.ts', '@commerce/account/core/start', "other domains' client.ts"],
  ['tools/check.ts', '@commerce/account/core/service', 'offers its start.ts'],
  ['tools/check.ts', '@commerce/router/gateway', 'offers its start.ts'],
  ['edge/start.ts', '@commerce/order/core/start', 'offer their start.ts'],
  ['edge/start.ts', '@commerce/testkit/cost', 'nothing of development'],
  ['e2e/http.test.ts', '../router/gateway.ts', 'imported by its name'],
] as const;

const ALLOWED = [
  ['subgraphs/order/core/neighbours.ts', '@commerce/account/client'],
  ['subgraphs/order/core/repository.ts', '../generated/prisma/client.ts'],
  ['subgraphs/order/graph/resolvers.ts', '../client.ts'],
  ['subgraphs/order/test/shop.ts', '@commerce/testkit/stand-in/core'],
  ['standalone/start.ts', '@commerce/order/core/start'],
  ['edge/start.ts', '@commerce/order/graph/start'],
  ['tools/composition/compose-supergraph.ts', '@commerce/router/supergraph-features'],
  ['tools/check/permissions/check-permissions.ts', '@commerce/router/permissions/type-requirements'],
  ['platform/test/log.test.ts', '@commerce/testkit/cost'],
] as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-rules-'));
  await cp(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What the linter says of a file with one import: the messages of the rule about imports. */
async function lint(index: number, file: string, specifier: string): Promise<string> {
  const root = join(folder, String(index));
  await mkdir(dirname(join(root, file)), { recursive: true });
  await cp(join(folder, '.oxlintrc.json'), join(root, '.oxlintrc.json'));
  await writeFile(join(root, file), `import * as imported from '${specifier}';\nexport { imported };\n`);
  const oxlint = join(ROOT, 'node_modules/.bin/oxlint');
  const { stdout } = await promisify(execFile)(oxlint, ['.'], { cwd: root }).catch(
    (error: { stdout: string }) => error,
  );
  return stdout;
}

test.each(REFUSED.map((row, index) => [index, ...row] as const))(
  '%i: %s may not import %s',
  async (index, file, specifier, message) => {
    expect(await lint(index, file, specifier)).toContain(message);
  },
);

test.each(ALLOWED.map((row, index) => [100 + index, ...row] as const))(
  '%i: %s may import %s',
  async (index, file, specifier) => {
    expect(await lint(index, file, specifier)).not.toContain('no-restricted-imports');
  },
);
