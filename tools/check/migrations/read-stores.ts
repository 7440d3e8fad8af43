import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MigrationFile, readMigration } from '@commerce/platform/postgres/migrate/migrations';
import { type Column, tablesIn } from '@commerce/platform/postgres/prisma-schema';

/** A PostgreSQL store as a tree of the repository describes it. */
export interface Store {
  /** `order`, or `platform` for the tables that every domain has. */
  owner: string;
  /** Of its migrations, from the repository's root. */
  path: string;
  migrations: Map<string, MigrationFile>;
  /** What the code reads and writes; none for platform's, which no Prisma schema has. */
  tables: Map<string, Column[]>;
  /** The text of its schema.prisma. */
  schema: string;
}

/** @param folder of the tree. */
export async function readStores(folder: string): Promise<Store[]> {
  const domains = (await readdir(join(folder, 'subgraphs'))).map((name) => ({
    owner: name,
    path: `subgraphs/${name}/core/prisma/migrations`,
  }));
  const all = [...domains, { owner: 'platform', path: 'platform/postgres/migrations' }];
  const stores = all.filter(({ path }) => existsSync(join(folder, path)));
  return await Promise.all(stores.map(async (store) => ({ ...store, ...(await readStore(join(folder, store.path))) })));
}

async function readStore(folder: string): Promise<Pick<Store, 'migrations' | 'tables' | 'schema'>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const read = names.toSorted().map((name) => readMigration({ name, folder: join(folder, name), isShared: false }));
  const migrations = new Map((await Promise.all(read)).map((migration) => [migration.name, migration]));
  const schema = await readFile(join(folder, '../schema.prisma'), 'utf8').catch(() => '');
  return { migrations, tables: tablesIn(schema), schema };
}
