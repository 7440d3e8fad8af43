import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@commerce/embedded-postgres/embedded-postgres';
import { makeEmptyDatabase } from '@commerce/embedded-postgres/empty-database';
import type { Domain } from '@commerce/platform/domain';
import { type Difference, schemaDifference } from '@commerce/testkit/migrations/schema-difference';

/** What a domain's schema.prisma says beside its migrations, found on an embedded database that is deleted again. */
export async function scratchDifference(domain: Pick<Domain, 'name' | 'prismaFolder'>): Promise<Difference> {
  const folder = await mkdtemp(join(tmpdir(), 'commerce-migration-'));
  try {
    await makeEmptyDatabase(folder);
    const database = await startEmbeddedPostgres(folder);
    try {
      return await schemaDifference(database.url, domain);
    } finally {
      await database.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
