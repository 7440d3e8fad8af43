import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startEmbeddedPostgres } from '@commerce/embedded-postgres/embedded-postgres';
import { copyDatabase } from '@commerce/embedded-postgres/empty-database';
import { schemaDifference } from '@commerce/testkit/migrations/schema-difference';
import { expect, inject, test } from 'vitest';
import { migrationFiles } from '../migrations/migration-files.ts';

const ORDER = resolve(import.meta.dirname, '../../subgraphs/order/core/prisma');

test('npm run migration writes what schema.prisma has and no migration makes, so that a core can serve meanwhile', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'commerce-migration-test-'));
  const [prismaFolder, data] = [join(folder, 'prisma'), join(folder, 'data')];
  await cp(ORDER, prismaFolder, { recursive: true });
  copyDatabase(inject('databaseTemplate'), data);
  const database = await startEmbeddedPostgres(data);
  const difference = () => schemaDifference(database.url, { name: 'order', prismaFolder });
  try {
    expect((await difference()).missing).toEqual([]);

    const file = join(prismaFolder, 'schema.prisma');
    const schema = await readFile(file, 'utf8');
    const edited = schema
      .replace('  totalMinor   BigInt', '  note String?\n  totalMinor   BigInt')
      .replace('  @@map("orders")', '  @@index([note])\n  @@map("orders")')
      .replace('  description    String\n', '');
    await writeFile(
      file,
      `${edited}\nmodel Remark {\n  id Int @id\n  text String\n\n  @@index([text])\n  @@map("remarks")\n}\n`,
    );
    const now = new Date('2026-01-01');
    const files = migrationFiles(await difference(), { title: 'Add a note!', last: '20270101000000_last', now });
    expect(files.map(({ name }) => name)).toEqual([
      '20270101000001_add_a_note',
      '20270101000002_add_a_note_orders_note_idx',
    ]);
    expect(files[0]?.sql.replace(/\(\n[^]*?\n\);/, '(…);').split('\n\n')).toEqual([
      'ALTER TABLE "orders" ADD COLUMN     "note" TEXT;',
      'CREATE TABLE "remarks" (…);',
      'CREATE INDEX "remarks_text_idx" ON "remarks"("text");',
      '-- In a migration of the next version, when no core reads it any more:\n-- ALTER TABLE "order_lines" DROP COLUMN "description";\n',
    ]);
    expect(files[1]?.sql).toBe(
      '-- migrate: outside a transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS "orders_note_idx" ON "orders"("note");\n',
    );

    for (const { name, sql } of files) {
      await mkdir(join(prismaFolder, 'migrations', name));
      await writeFile(join(prismaFolder, 'migrations', name, 'migration.sql'), sql);
    }
    expect(await difference()).toEqual({
      missing: [],
      surplus: ['ALTER TABLE "order_lines" DROP COLUMN "description";'],
    });
  } finally {
    await database.stop();
    await rm(folder, { recursive: true });
  }
});
